// CASE: locks-guard-named-like-mutex-race
// SOURCE: written for this suite
// EXPECT: Ledger::entries_ RACE discarded-guard
// STD: c++17
// PROVES: checklist MR16: the guard shadows
// WHY: declares a guard named mutex_ that holds nothing

#include <map>
#include <mutex>
#include <thread>

class Ledger {
public:
    void add(int id) {
        std::unique_lock<std::mutex>(mutex_);
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
