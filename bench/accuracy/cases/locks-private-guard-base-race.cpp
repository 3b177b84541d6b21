// CASE: locks-private-guard-base-race
// SOURCE: written for this suite
// EXPECT: ledger RACE
// STD: c++17
// PROVES: issue 3, locks: RAII classes of the code base itself, guards stored in a member
// WHY: the transaction is over, and the lock given back, before the write

#include <map>
#include <mutex>
#include <thread>

static std::mutex mu;
static std::map<int, int> ledger;

class Locked {
protected:
    Locked() {
        mu.lock();
    }
    ~Locked() {
        mu.unlock();
    }
};
struct Transaction : private Locked {
    void book(int account, int sum) {
        ledger[account] += sum;
    }
};
static void pay(int i) {
    { Transaction t; t.book(0, 1); }
    ledger[i] += 10;
}
int main() {
    std::thread a(pay, 1), b(pay, 2);
    a.join();
    b.join();
}
