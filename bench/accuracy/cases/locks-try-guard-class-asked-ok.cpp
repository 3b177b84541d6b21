// CASE: locks-try-guard-class-asked-ok
// SOURCE: reduced from Apache Traffic Server, MUTEX_TRY_LOCK and is_locked()
// EXPECT: HostTable::records_ OK
// STD: c++17
// PROVES: issue 3, locks: try-lock conditions
// WHY: reply() comes again later where its try-guard has not got the lock

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Mutex {
public:
    bool tryLock() { return inner_.try_lock(); }
    void lock() { inner_.lock(); }
    void unlock() { inner_.unlock(); }

private:
    std::mutex inner_;
};

class TryGuard {
public:
    explicit TryGuard(Mutex& mutex) : mutex_(mutex), locked_(mutex.tryLock()) {}
    ~TryGuard() {
        if (locked_)
            mutex_.unlock();
    }
    bool isLocked() const { return locked_; }

private:
    Mutex& mutex_;
    bool locked_;
};

class HostTable {
public:
    bool reply(const std::string& host, int address) {
        TryGuard guard(mutex_);
        if (!guard.isLocked())
            return false;
        records_[host] = address;
        return true;
    }
    void sweep() {
        std::lock_guard<Mutex> lock(mutex_);
        records_.clear();
    }

private:
    Mutex mutex_;
    std::unordered_map<std::string, int> records_;
};

int main() {
    HostTable table;
    std::thread answering([&table] {
        for (int i = 0; i < 1000; ++i)
            while (!table.reply("h" + std::to_string(i), i)) {
            }
    });
    for (int i = 0; i < 10; ++i)
        table.sweep();
    answering.join();
}
