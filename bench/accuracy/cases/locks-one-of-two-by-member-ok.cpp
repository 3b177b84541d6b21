// CASE: locks-one-of-two-by-member-ok
// SOURCE: written for this suite
// EXPECT: Ledger::rows_ OK
// STD: c++17
// PROVES: issue 3, locks: the lock taken is one and the same
// WHY: which of the two locks is taken is settled when the object is made

#include <map>
#include <mutex>
#include <thread>

std::mutex everybodys;
class Ledger {
public:
    explicit Ledger(bool shared) : shared_(shared) {}
    void add(int row) {
        std::lock_guard<std::mutex> hold(shared_ ? everybodys : gate_);
        rows_[row] = 1;
    }

private:
    const bool shared_;
    std::mutex gate_;
    std::map<int, int> rows_;
};

int main() {
    Ledger ledger(false);
    std::thread other([&ledger] {
        for (int i = 0; i < 300; ++i)
            ledger.add(i);
    });
    for (int i = 0; i < 300; ++i)
        ledger.add(i);
    other.join();
}
