// CASE: order-wait-for-result-kept-ok
// SOURCE: data-race-test racecheck_unittest.cc test19 (AwaitWithTimeout whose result is checked)
// EXPECT: test19::Waiter::config_ OK
// STD: c++17
// PROVES: issue 3, order: condition variable hand-over
// WHY: the waiter touches the map only where wait_for has reported that the loader is done, else it joins first

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace test19 {

class Waiter {
public:
    bool run() {
        std::thread loader(&Waiter::load, this);
        bool inTime = false;
        {
            std::unique_lock<std::mutex> lk(mu_);
            inTime = cv_.wait_for(lk, std::chrono::milliseconds(20), [this] { return loaded_; });
        }
        if (!inTime) {
            loader.join();
            config_.emplace("late", "1");
            return false;
        }
        config_.emplace("timeout", "30");
        loader.join();
        return true;
    }

private:
    void load() {
        for (int i = 0; i < 50; ++i)
            config_["key" + std::to_string(i)] = "value";
        std::lock_guard<std::mutex> lk(mu_);
        loaded_ = true;
        cv_.notify_one();
    }

    std::mutex mu_;
    std::condition_variable cv_;
    bool loaded_ = false;
    std::unordered_map<std::string, std::string> config_;
};

}  // namespace test19

int main() {
    test19::Waiter w;
    w.run();
}
