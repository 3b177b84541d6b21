// CASE: order-stop-joins-ok
// SOURCE: written for this suite
// EXPECT: Sniffer::perHost_ OK
// STD: c++17
// PROVES: issue 3, order: joined in the destructor or `stop()`
// WHY: stop() joins, the report is read after it

#include <atomic>
#include <string>
#include <thread>
#include <unordered_map>

class Sniffer {
public:
    void start() {
        running_ = true;
        thread_ = std::thread(&Sniffer::capture, this);
    }
    void stop() {
        running_ = false;
        thread_.join();
    }
    long bytesOf(const std::string& host) const {
        auto it = perHost_.find(host);
        return it == perHost_.end() ? 0 : it->second;
    }

private:
    void capture() {
        for (long i = 0; running_; ++i)
            perHost_["10.0.0." + std::to_string(i % 255)] += i;
    }
    std::atomic<bool> running_{false};
    std::unordered_map<std::string, long> perHost_;
    std::thread thread_;
};

int main() {
    Sniffer s;
    s.start();
    s.stop();
    return s.bytesOf("10.0.0.1") < 0;
}
