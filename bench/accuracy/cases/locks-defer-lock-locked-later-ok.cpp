// CASE: locks-defer-lock-locked-later-ok
// SOURCE: written for this suite
// EXPECT: Scheduler::timers_ OK
// STD: c++17
// PROVES: issue 3, locks: defer/adopt/try tags
// WHY: arm() makes its lock with defer_lock and takes it before the map is touched

#include <chrono>
#include <map>
#include <mutex>
#include <thread>

class Scheduler {
    using Clock = std::chrono::steady_clock;
    std::mutex m_;
    std::multimap<Clock::time_point, int> timers_;

public:
    void arm(int id, int ms) {
        std::unique_lock<std::mutex> lk(m_, std::defer_lock);
        auto due = Clock::now() + std::chrono::milliseconds(ms);
        lk.lock();
        timers_.emplace(due, id);
    }
    int fire() {
        std::lock_guard<std::mutex> lk(m_);
        if (timers_.empty())
            return -1;
        int id = timers_.begin()->second;
        timers_.erase(timers_.begin());
        return id;
    }
};

int main() {
    Scheduler s;
    std::thread wheel([&s] {
        for (int i = 0; i < 1000; ++i)
            s.fire();
    });
    for (int i = 0; i < 1000; ++i)
        s.arm(i, i % 5);
    wheel.join();
}
