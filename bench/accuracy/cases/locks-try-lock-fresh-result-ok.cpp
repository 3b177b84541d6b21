// CASE: locks-try-lock-fresh-result-ok
// SOURCE: written for this suite
// EXPECT: MetricsSink::gauges_ OK
// STD: c++17
// PROVES: issue 3, locks: stale try_lock result
// WHY: each use of the map follows a try_lock whose result is fresh

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
        got = mutex_.try_lock();
        if (got) {
            gauges_.erase("tmp:" + name);
            mutex_.unlock();
        }
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
