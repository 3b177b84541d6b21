// CASE: order-created-behind-flag-race
// SOURCE: written for this suite
// EXPECT: table_ RACE racy-lazy-init
// STD: c++17
// PROVES: checklist MR10: double-checked locking, atomics done right silent
// WHY: the flag is a plain bool that is looked at without the lock

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

static std::mutex mutex_;
static bool ready_;
static std::map<int, int> *table_;

static std::size_t lookUp(int key) {
    if (!ready_) {
        std::lock_guard<std::mutex> guard(mutex_);
        if (!table_)
            table_ = new std::map<int, int>{{1, 1}};
        ready_ = true;
    }
    return table_->count(key);
}

int main() {
    std::thread other(lookUp, 1);
    lookUp(2);
    other.join();
}
