// CASE: contexts-detached-thread-race
// SOURCE: written for this suite
// EXPECT: Audit::pending_ RACE
// STD: c++17
// PROVES: issue 3, contexts: main and the rest of the program as a context of their own (detached threads)
// WHY: the flusher is detached and goes on beside every later add()

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

class Audit : public std::enable_shared_from_this<Audit> {
public:
    void startFlusher() {
        auto self = shared_from_this();
        std::thread([self] {
            for (int round = 0; round < 500; ++round)
                self->flush();
            self->flushed_ = true;
        }).detach();
    }
    void add(int id, std::string what) {
        pending_.emplace(id, std::move(what));
    }
    bool flushed() const { return flushed_; }

private:
    void flush() {
        std::lock_guard<std::mutex> lock(mutex_);
        pending_.clear();
    }
    std::mutex mutex_;
    std::map<int, std::string> pending_;
    std::atomic<bool> flushed_{false};
};

int main() {
    auto audit = std::make_shared<Audit>();
    audit->startFlusher();
    for (int i = 0; i < 500 || !audit->flushed(); ++i)
        audit->add(i, "login");
}
