// CASE: locks-capability-requires-met-ok
// SOURCE: written for this suite
// EXPECT: Ledger::balance_ OK
// STD: c++17
// PROVES: issue 3, locks: Clang capability attributes; contexts: REQUIRES is checked at callers in view
// WHY: credit() says REQUIRES(mu_), and every caller holds it

#include <mutex>
#include <thread>
#include <unordered_map>

#define CAPABILITY(x) __attribute__((capability(x)))
#define SCOPED_CAPABILITY __attribute__((scoped_lockable))
#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))

class CAPABILITY("mutex") Mutex {
public:
    void Lock() ACQUIRE() { m_.lock(); }
    void Unlock() RELEASE() { m_.unlock(); }

private:
    std::mutex m_;
};

class SCOPED_CAPABILITY MutexLock {
public:
    explicit MutexLock(Mutex *m) ACQUIRE(m) : m_(m) { m_->Lock(); }
    ~MutexLock() RELEASE() { m_->Unlock(); }

private:
    Mutex *m_;
};

class Ledger {
public:
    void deposit(int account, long amount) {
        MutexLock lock(&mu_);
        credit(account, amount);
    }

private:
    void credit(int account, long amount) REQUIRES(mu_) { balance_[account] += amount; }

    Mutex mu_;
    std::unordered_map<int, long> balance_ GUARDED_BY(mu_);
};

int main() {
    Ledger ledger;
    std::thread teller([&] {
        for (int i = 0; i < 1000; ++i)
            ledger.deposit(i, i % 20);
    });
    for (int i = 0; i < 1000; ++i)
        ledger.deposit(i, i % 15);
    teller.join();
}
