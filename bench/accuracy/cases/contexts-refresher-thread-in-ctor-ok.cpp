// CASE: contexts-refresher-thread-in-ctor-ok
// SOURCE: written for this suite
// EXPECT: DnsCache::records_ OK
// STD: c++17
// PROVES: issue 3, order: constructor/destructor phases (threads started in the constructor, joined in the destructor)
// WHY: both sides lock; the seed before the thread starts and the clean-up after the join need no lock

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class DnsCache {
public:
    DnsCache() {
        records_.emplace("localhost", 0x7f000001u);
        refresher_ = std::thread([this] { refreshLoop(); });
    }

    ~DnsCache() {
        stop_ = true;
        refresher_.join();
        records_.clear();
    }

    std::uint32_t lookup(const std::string &host) const {
        std::lock_guard<std::mutex> hold(mutex_);
        auto hit = records_.find(host);
        return hit != records_.end() ? hit->second : 0;
    }

private:
    void refreshLoop() {
        std::uint32_t serial = 1;
        while (!stop_) {
            std::lock_guard<std::mutex> hold(mutex_);
            records_.insert_or_assign("host" + std::to_string(serial % 50), serial);
            ++serial;
        }
    }

    mutable std::mutex mutex_;
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
