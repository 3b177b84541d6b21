// CASE: locks-private-guard-base-ok
// SOURCE: written for this suite
// EXPECT: ledger OK
// STD: c++17
// PROVES: issue 3, locks: RAII classes of the code base itself, guards stored in a member
// WHY: a transaction inherits the guard: its base locks and unlocks

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
    Transaction t;
    t.book(i, 10);
}
int main() {
    std::thread a(pay, 1), b(pay, 2);
    a.join();
    b.join();
}
