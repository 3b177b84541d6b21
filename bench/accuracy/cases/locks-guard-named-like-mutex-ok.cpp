// CASE: locks-guard-named-like-mutex-ok
// SOURCE: written for this suite
// EXPECT: Ledger::entries_ OK
// STD: c++17
// PROVES: checklist MR16: the guard shadows
// WHY: declares a guard of mutex_

#include <map>
#include <mutex>
#include <thread>

class Ledger {
public:
    void add(int id) {
        std::unique_lock<std::mutex> held(mutex_);
        entries_[id] += 1;
    }

private:
    std::mutex mutex_;
    std::map<int, int> entries_;
};

int main() {
    Ledger ledger;
    std::thread other([&] {
        for (int i = 0; i < 1000; ++i)
            ledger.add(i);
    });
    for (int i = 0; i < 1000; ++i)
        ledger.add(-i);
    other.join();
}
