// CASE: locks-flag-member-decides-race
// SOURCE: written for this suite
// EXPECT: Ledger::balances_ RACE
// STD: c++17
// PROVES: issue 3, locks: lock only under a condition
// WHY: the sum is made after the lock has been given back

#include <map>
#include <mutex>
#include <thread>

class Ledger {
public:
    explicit Ledger(bool threaded) : threaded_(threaded) {}
    void book(int account, long cents) {
        if (threaded_)
            mu_.lock();
        balances_[account] += cents;
        if (threaded_)
            mu_.unlock();
    }
    long total() {
        long sum = 0;
        if (threaded_)
            mu_.lock();
        if (threaded_)
            mu_.unlock();
        for (auto &b : balances_)
            sum += b.second;
        
        return sum;
    }

private:
    const bool threaded_;
    std::mutex mu_;
    std::map<int, long> balances_;
};

int main() {
    Ledger ledger(true);
    std::thread t([&] {
        for (int i = 0; i < 1000; ++i)
            ledger.book(i, 5);
    });
    long seen = 0;
    for (int i = 0; i < 1000; ++i)
        seen += ledger.total();
    t.join();
    return seen < 0;
}
