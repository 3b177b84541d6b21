// CASE: locks-one-of-two-with-its-map-ok
// SOURCE: written for this suite
// EXPECT: Ledger::even_ OK
// EXPECT: Ledger::odd_ OK
// STD: c++17
// PROVES: issue 3, locks: another lock does not guard
// WHY: the argument chooses the lock and the map that belongs to it

#include <map>
#include <mutex>
#include <thread>

class Ledger {
public:
    void add(int row) {
        std::lock_guard<std::mutex> hold(row % 2 ? oddGate_ : evenGate_);
        (row % 2 ? odd_ : even_)[row] = 1;
    }
    std::size_t evens() {
        std::lock_guard<std::mutex> hold(evenGate_);
        return even_.size();
    }

private:
    std::mutex oddGate_, evenGate_;
    std::map<int, int> odd_, even_;
};

int main() {
    Ledger ledger;
    std::thread other([&ledger] {
        for (int i = 0; i < 300; ++i)
            ledger.add(i);
    });
    for (int i = 0; i < 300; ++i) {
        ledger.add(i);
        ledger.evens();
    }
    other.join();
}
