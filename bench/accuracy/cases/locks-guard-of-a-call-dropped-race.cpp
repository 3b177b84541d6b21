// CASE: locks-guard-of-a-call-dropped-race
// SOURCE: written for this suite
// EXPECT: Ledger::entries_ RACE discarded-guard
// STD: c++17
// PROVES: checklist MR16: the guard is a temporary destroyed at once
// WHY: the guard that lock() returns is not kept

#include <map>
#include <mutex>
#include <thread>

class Ledger {
public:
    void add(int id) {
        lock();
        entries_[id] += 1;
    }

private:
    std::unique_lock<std::mutex> lock() { return std::unique_lock<std::mutex>(mutex_); }
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
