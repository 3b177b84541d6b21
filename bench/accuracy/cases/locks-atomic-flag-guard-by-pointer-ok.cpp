// CASE: locks-atomic-flag-guard-by-pointer-ok
// SOURCE: reduced from V8, SamplerManager with its AtomicGuard
// EXPECT: Samplers::byThread_ OK
// STD: c++17
// PROVES: issue 3, locks: spin locks
// WHY: the one that does not wait for the flag leaves where it has not got it

#include <atomic>
#include <thread>
#include <unordered_map>

class AtomicGuard {
public:
    explicit AtomicGuard(std::atomic<bool>* flag, bool blocking = true) : flag_(flag), success_(false) {
        do {
            bool expected = false;
            success_ = flag_->compare_exchange_strong(expected, true, std::memory_order_acquire);
        } while (blocking && !success_);
    }
    ~AtomicGuard() {
        if (success_)
            flag_->store(false, std::memory_order_release);
    }
    bool succeeded() const { return success_; }

private:
    std::atomic<bool>* const flag_;
    bool success_;
};

class Samplers {
public:
    void add(long thread, int rate) {
        AtomicGuard guard(&busy_);
        byThread_[thread] = rate;
    }
    int sample(long thread) {
        AtomicGuard guard(&busy_, false);
        if (!guard.succeeded())
            return 0;
        auto it = byThread_.find(thread);
        return it == byThread_.end() ? 0 : it->second;
    }

private:
    std::atomic<bool> busy_{false};
    std::unordered_map<long, int> byThread_;
};

int main() {
    Samplers samplers;
    std::thread ticking([&samplers] {
        for (int i = 0; i < 1000; ++i)
            samplers.sample(1);
    });
    for (int i = 0; i < 1000; ++i)
        samplers.add(i % 40, i);
    ticking.join();
}
