// CASE: contexts-thread-of-global-object-race
// SOURCE: written for this suite
// EXPECT: Watchdog::beats_ RACE
// STD: c++17
// PROVES: issue 3, contexts: main and the rest of the program as a context of their own
// WHY: the constructor of a global starts the thread before main, which then writes the map without the lock

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Watchdog {
public:
    Watchdog() : thread_(&Watchdog::loop, this) {}
    ~Watchdog() {
        stop_ = true;
        thread_.join();
    }
    void beat(const std::string& who) {
        beats_[who] = 0;
    }

private:
    void loop() {
        while (!stop_) {
            std::lock_guard<std::mutex> lock(mutex_);
            for (auto& b : beats_)
                if (++b.second > 100)
                    late_ = true;
        }
    }
    std::mutex mutex_;
    std::unordered_map<std::string, int> beats_;
    std::atomic<bool> stop_{false};
    std::atomic<bool> late_{false};
    std::thread thread_;
};

static Watchdog watchdog;

int main() {
    for (int i = 0; i < 2000; ++i)
        watchdog.beat("task" + std::to_string(i % 300));
}
