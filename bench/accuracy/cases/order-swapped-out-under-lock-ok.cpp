// CASE: order-swapped-out-under-lock-ok
// SOURCE: written for this suite
// EXPECT: Telemetry::pending_ OK
// EXPECT: Telemetry::flush::batch OK
// STD: c++17
// PROVES: checklist, the hazard: swap or move of a map is a write; boundary: moved out
// WHY: flush() swaps the pending map out under the lock and works on what is now its own

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Telemetry {
public:
    void record(const std::string& name, int v) {
        std::lock_guard<std::mutex> lock(mutex_);
        pending_[name] += v;
    }
    long flush() {
        std::unordered_map<std::string, int> batch;
        {
            std::lock_guard<std::mutex> lock(mutex_);
            batch.swap(pending_);
        }
        long sum = 0;
        for (auto& b : batch)
            sum += b.second;
        batch.clear();
        return sum;
    }

private:
    std::mutex mutex_;
    std::unordered_map<std::string, int> pending_;
};

int main() {
    Telemetry t;
    std::thread sender([&t] {
        for (int i = 0; i < 300; ++i)
            t.flush();
    });
    for (int i = 0; i < 2000; ++i)
        t.record("metric" + std::to_string(i % 60), 1);
    sender.join();
}
