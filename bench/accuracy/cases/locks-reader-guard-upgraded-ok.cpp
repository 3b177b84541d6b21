// CASE: locks-reader-guard-upgraded-ok
// SOURCE: reduced from RPCS3, id_manager with its reader_lock
// EXPECT: objects OK
// STD: c++17
// PROVES: issue 3, locks: RAII classes of the code base itself
// WHY: the reader's lock is given back and the writer's taken before the map grows

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <unordered_map>

class RwMutex {
public:
    void lock() { inner_.lock(); }
    void unlock() { inner_.unlock(); }
    void lockShared() { inner_.lock_shared(); }
    void unlockShared() { inner_.unlock_shared(); }

private:
    std::shared_mutex inner_;
};

class ReaderLock {
public:
    explicit ReaderLock(RwMutex& mutex) : mutex_(mutex) { mutex_.lockShared(); }
    void upgrade() {
        if (!upgraded_) {
            mutex_.unlockShared();
            mutex_.lock();
            upgraded_ = true;
        }
    }
    ~ReaderLock() {
        if (upgraded_)
            mutex_.unlock();
        else
            mutex_.unlockShared();
    }

private:
    RwMutex& mutex_;
    bool upgraded_ = false;
};

RwMutex mutex;
std::unordered_map<int, std::shared_ptr<int>> objects;

std::shared_ptr<int> getOrMake(int key) {
    ReaderLock lock(mutex);
    if (auto found = objects.find(key); found != objects.end())
        return found->second;
    lock.upgrade();
    auto [it, inserted] = objects.try_emplace(key, nullptr);
    if (inserted)
        it->second = std::make_shared<int>(key);
    return it->second;
}

bool withdraw(int key) {
    std::lock_guard<RwMutex> lock(mutex);
    return objects.erase(key) != 0;
}

void work() {
    for (int i = 0; i < 1000; ++i) {
        getOrMake(i % 50);
        withdraw(i % 50);
    }
}

int main() {
    std::thread a(work), b(work);
    a.join();
    b.join();
}
