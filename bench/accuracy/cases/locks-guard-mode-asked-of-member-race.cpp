// CASE: locks-guard-mode-asked-of-member-race
// SOURCE: reduced from Unreal Engine, FRWScopeLock with its lock type
// EXPECT: Registry::assets_ RACE
// STD: c++17
// PROVES: issue 3, locks: RAII classes of the code base itself
// WHY: findOrAdd() asks its guard for the reader's side and inserts

#include <pthread.h>
#include <string>
#include <thread>
#include <unordered_map>

enum LockType { ReadOnly, Write };

class RwLock {
public:
    void readLock() { pthread_rwlock_rdlock(&handle_); }
    void readUnlock() { pthread_rwlock_unlock(&handle_); }
    void writeLock() { pthread_rwlock_wrlock(&handle_); }
    void writeUnlock() { pthread_rwlock_unlock(&handle_); }

private:
    pthread_rwlock_t handle_ = PTHREAD_RWLOCK_INITIALIZER;
};

class ScopeLock {
public:
    ScopeLock(RwLock& lock, LockType type) : lock_(lock), type_(type) {
        if (type_ == Write)
            lock_.writeLock();
        else
            lock_.readLock();
    }
    ~ScopeLock() {
        if (type_ == Write)
            lock_.writeUnlock();
        else
            lock_.readUnlock();
    }

private:
    RwLock& lock_;
    const LockType type_;
};

class Registry {
public:
    int findOrAdd(const std::string& path) {
        ScopeLock scope(lock_, ReadOnly);
        auto it = assets_.find(path);
        if (it == assets_.end())
            it = assets_.emplace(path, static_cast<int>(path.size())).first;
        return it->second;
    }
    bool contains(const std::string& path) {
        ScopeLock scope(lock_, ReadOnly);
        return assets_.count(path) != 0;
    }

private:
    RwLock lock_;
    std::unordered_map<std::string, int> assets_;
};

int main() {
    Registry registry;
    std::thread gatherer([&registry] {
        for (int i = 0; i < 1000; ++i)
            registry.findOrAdd(std::to_string(i));
    });
    for (int i = 0; i < 1000; ++i)
        registry.contains(std::to_string(i));
    gatherer.join();
}
