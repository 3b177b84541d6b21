// CASE: locks-library-guard-cleared-early-race
// SOURCE: reduced from LibreOffice, a ClearableMutexGuard cleared before the walk over the listeners
// EXPECT: Multiplexer::listeners_ RACE
// STD: c++17
// PROVES: issue 3, locks: RAII classes of the code base itself
// WHY: notify() clears its guard and then walks over the listeners, which other members change with the mutex held

#include <functional>
#include <map>
#include <pthread.h>
#include <utility>

class Mutex {
public:
    void acquire() { pthread_mutex_lock(&handle_); }
    void release() { pthread_mutex_unlock(&handle_); }

private:
    pthread_mutex_t handle_ = PTHREAD_MUTEX_INITIALIZER;
};

class ClearableGuard {
public:
    explicit ClearableGuard(Mutex& mutex) : mutex_(&mutex) { mutex_->acquire(); }
    ~ClearableGuard() { clear(); }
    void clear() {
        if (mutex_) {
            mutex_->release();
            mutex_ = nullptr;
        }
    }

private:
    Mutex* mutex_;
};

using Listener = std::function<void(long)>;

class Multiplexer {
public:
    void add(int id, Listener listener) {
        ClearableGuard guard(mutex_);
        listeners_.emplace(id, std::move(listener));
    }
    void remove(int id) {
        ClearableGuard guard(mutex_);
        listeners_.erase(id);
    }
    void notify(long value) {
        ClearableGuard guard(mutex_);
        if (listeners_.empty())
            return;
        guard.clear();
        for (const auto& entry : listeners_)
            entry.second(value);
    }

private:
    Mutex mutex_;
    std::map<int, Listener> listeners_;
};
