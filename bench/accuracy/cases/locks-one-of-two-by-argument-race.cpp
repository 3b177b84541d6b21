// CASE: locks-one-of-two-by-argument-race
// SOURCE: written for this suite
// EXPECT: Ledger::rows_ RACE inconsistent-guard
// STD: c++17
// PROVES: issue 3, locks: another lock does not guard
// WHY: readers take one lock and writers the other

#include <map>
#include <mutex>
#include <thread>

class Ledger {
public:
    int apply(int row, int change) {
        std::lock_guard<std::mutex> hold(change == 0 ? reading_ : writing_);
        if (change == 0)
            return rows_.count(row);
        return rows_[row] += change;
    }

private:
    std::mutex reading_, writing_;
    std::map<int, int> rows_;
};

int main() {
    Ledger ledger;
    std::thread other([&ledger] {
        for (int i = 0; i < 300; ++i)
            ledger.apply(i, 1);
    });
    for (int i = 0; i < 300; ++i)
        ledger.apply(i, 0);
    other.join();
}
