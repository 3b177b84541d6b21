// CASE: contexts-timer-callback-race
// SOURCE: written for this suite
// EXPECT: LeaseTable::leases_ RACE
// STD: c++17
// PROVES: issue 3, contexts: timer classes of the code base itself
// WHY: the timer runs expire() in its own thread beside renew()

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class PeriodicTimer {
public:
    ~PeriodicTimer() { cancel(); }
    void every(std::chrono::microseconds period, std::function<void()> tick) {
        tick_ = std::move(tick);
        thread_ = std::thread([this, period] {
            while (!cancelled_) {
                std::this_thread::sleep_for(period);
                tick_();
            }
        });
    }
    void cancel() {
        cancelled_ = true;
        if (thread_.joinable())
            thread_.join();
    }

private:
    std::function<void()> tick_;
    std::atomic<bool> cancelled_{false};
    std::thread thread_;
};

class LeaseTable {
public:
    LeaseTable() {
        timer_.every(std::chrono::microseconds(50), [this] { expire(); });
    }
    ~LeaseTable() { timer_.cancel(); }
    void renew(const std::string& id, int ttl) {
        leases_[id] = ttl;
    }

private:
    void expire() {
        std::lock_guard<std::mutex> lock(mutex_);
        for (auto it = leases_.begin(); it != leases_.end();)
            it = --it->second <= 0 ? leases_.erase(it) : std::next(it);
    }
    std::mutex mutex_;
    std::unordered_map<std::string, int> leases_;
    PeriodicTimer timer_;
};

int main() {
    LeaseTable table;
    for (int i = 0; i < 3000; ++i)
        table.renew("lease" + std::to_string(i % 200), i % 5);
}
