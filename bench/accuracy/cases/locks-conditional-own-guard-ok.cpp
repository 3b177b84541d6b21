// CASE: locks-conditional-own-guard-ok
// SOURCE: written for this suite
// EXPECT: Accounts::balances_ OK
// STD: c++20
// PROVES: issue 3, locks
// WHY: only the constructor, before any thread exists, asks for no lock

#include <map>
#include <mutex>
#include <string>
#include <thread>

class MaybeLock {
public:
    MaybeLock(std::mutex& m, bool enable) : mutex_(enable ? &m : nullptr) {
        if (mutex_)
            mutex_->lock();
    }
    ~MaybeLock() {
        if (mutex_)
            mutex_->unlock();
    }
    MaybeLock(const MaybeLock&) = delete;
    MaybeLock& operator=(const MaybeLock&) = delete;

private:
    std::mutex* mutex_;
};

class Accounts {
public:
    Accounts() {
        MaybeLock g(mu_, false);
        for (int i = 0; i < 10; ++i)
            balances_["acc" + std::to_string(i)] = 100;
    }
    void deposit(const std::string& who, long cents) {
        MaybeLock g(mu_, true);
        balances_[who] += cents;
    }
    long audit() {
        MaybeLock g(mu_, true);
        long sum = 0;
        for (const auto& [who, cents] : balances_)
            sum += cents;
        return sum;
    }

private:
    std::mutex mu_;
    std::map<std::string, long> balances_;
};

int main() {
    static Accounts bank;
    std::thread auditor([] {
        long seen = 0;
        for (int i = 0; i < 300; ++i)
            seen += bank.audit();
        (void)seen;
    });
    for (int i = 0; i < 3000; ++i)
        bank.deposit("acc" + std::to_string(i % 300), 1);
    auditor.join();
}
