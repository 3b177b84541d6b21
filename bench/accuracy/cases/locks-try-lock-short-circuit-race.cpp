// CASE: locks-try-lock-short-circuit-race
// SOURCE: written for this suite
// EXPECT: Blobs::dirty_ RACE
// STD: c++17
// PROVES: issue 3, locks: try-lock conditions (with && and ||)
// WHY: `force || try_lock()` skips the lock when force is set

#include <mutex>
#include <set>
#include <thread>

class Blobs {
public:
    void mark(int id) {
        std::lock_guard<std::mutex> l(mutex_);
        dirty_.insert(id);
    }
    std::size_t flush(bool force) {
        std::size_t n = 0;
        if (force || mutex_.try_lock()) {
            n = dirty_.size();
            dirty_.clear();
            if (!force)
                mutex_.unlock();
        }
        return n;
    }

private:
    std::mutex mutex_;
    std::set<int> dirty_;
};

int main() {
    Blobs blobs;
    std::thread flusher([&blobs] {
        for (int i = 0; i < 500; ++i)
            blobs.flush(i % 2 == 0);
    });
    for (int i = 0; i < 2000; ++i)
        blobs.mark(i);
    flusher.join();
}
