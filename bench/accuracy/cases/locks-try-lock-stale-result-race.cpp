// CASE: locks-try-lock-stale-result-race
// SOURCE: written for this suite
// EXPECT: MetricsSink::gauges_ RACE
// STD: c++17
// PROVES: issue 3, locks: stale try_lock result
// WHY: `got` still says true after the mutex was unlocked, and the clean-up believes it

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class MetricsSink {
public:
    void set(const std::string& name, double v) {
        bool got = mutex_.try_lock();
        if (got) {
            gauges_[name] = v;
            mutex_.unlock();
        }
        format(name);
        if (got)
            gauges_.erase("tmp:" + name);
    }

private:
    static void format(const std::string& name) { (void)name.size(); }
    std::mutex mutex_;
    std::unordered_map<std::string, double> gauges_;
};

int main() {
    MetricsSink sink;
    auto feed = [&sink](int from) {
        for (int i = 0; i < 2000; ++i)
            sink.set((i % 2 ? "tmp:g" : "g") + std::to_string((from + i) % 64), i);
    };
    std::thread a(feed, 0), b(feed, 17);
    a.join();
    b.join();
}
