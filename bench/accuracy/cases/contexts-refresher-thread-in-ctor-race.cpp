// CASE: contexts-refresher-thread-in-ctor-race
// SOURCE: written for this suite
// EXPECT: DnsCache::records_ RACE
// STD: c++17
// PROVES: issue 3, order: threads started in the constructor, joined in the destructor
// WHY: the refresher started by the constructor replaces entries while callers look them up, and nobody locks

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <unordered_map>

class DnsCache {
public:
    DnsCache() : refresher_([this] { refreshLoop(); }) {}

    ~DnsCache() {
        stop_ = true;
        refresher_.join();
    }

    std::uint32_t lookup(const std::string &host) const {
        auto hit = records_.find(host);
        return hit != records_.end() ? hit->second : 0;
    }

private:
    void refreshLoop() {
        std::uint32_t serial = 1;
        while (!stop_) {
            records_.insert_or_assign("host" + std::to_string(serial % 50), serial);
            ++serial;
        }
    }

    std::unordered_map<std::string, std::uint32_t> records_;
    std::atomic<bool> stop_{false};
    std::thread refresher_;
};

int main() {
    DnsCache cache;
    std::uint32_t sum = 0;
    for (int i = 0; i < 2000; ++i)
        sum += cache.lookup("host" + std::to_string(i % 50));
    return sum == 1 ? 1 : 0;
}
