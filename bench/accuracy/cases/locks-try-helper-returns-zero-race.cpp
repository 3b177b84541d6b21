// CASE: locks-try-helper-returns-zero-race
// SOURCE: reduced from Android, AudioFlinger::dump with dumpTryLock
// EXPECT: Flinger::threads_ RACE
// STD: c++17
// PROVES: issue 3, locks: try-lock conditions
// WHY: dump() notes that the lock could not be had and goes on

#include <map>
#include <pthread.h>
#include <string>
#include <thread>

class Mutex {
public:
    void lock() { pthread_mutex_lock(&handle_); }
    void unlock() { pthread_mutex_unlock(&handle_); }
    int tryLock() { return pthread_mutex_trylock(&handle_); }

private:
    pthread_mutex_t handle_ = PTHREAD_MUTEX_INITIALIZER;
};

class Flinger {
public:
    int open(const std::string& name) {
        mutex_.lock();
        const int id = ++last_;
        threads_[id] = name;
        mutex_.unlock();
        return id;
    }
    std::string dump() {
        std::string result;
        const bool locked = tryFor(mutex_);
        if (!locked)
            result = "may be deadlocked";
        for (const auto& entry : threads_)
            result += entry.second;
        if (locked)
            mutex_.unlock();
        return result;
    }

private:
    static bool tryFor(Mutex& mutex) {
        for (int i = 0; i < 5; ++i)
            if (mutex.tryLock() == 0)
                return true;
        return false;
    }
    Mutex mutex_;
    std::map<int, std::string> threads_;
    int last_ = 0;
};

int main() {
    Flinger flinger;
    std::thread client([&flinger] {
        for (int i = 0; i < 1000; ++i)
            flinger.open("output");
    });
    for (int i = 0; i < 10; ++i)
        flinger.dump();
    client.join();
}
