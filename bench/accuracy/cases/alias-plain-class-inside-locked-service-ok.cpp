// CASE: alias-plain-class-inside-locked-service-ok
// SOURCE: written for this suite
// EXPECT: TtlCache::slots_ OK
// STD: c++17
// PROVES: checklist, boundary cases: lock taken in the caller counts as held (the lock lies in the enclosing object)
// WHY: the cache has no lock of its own, and every method of the service uses it under the service's

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class TtlCache {
public:
    void put(const std::string& k, int ttl) { slots_[k] = ttl; }
    bool touch(const std::string& k) {
        auto s = slots_.find(k);
        if (s == slots_.end())
            return false;
        if (--s->second <= 0)
            slots_.erase(s);
        return true;
    }
    std::size_t load() const { return slots_.size(); }

private:
    std::unordered_map<std::string, int> slots_;
};

class Service {
public:
    void handle(const std::string& request) {
        std::lock_guard<std::mutex> lock(mutex_);
        if (!cache_.touch(request))
            cache_.put(request, 3);
    }
    std::size_t stats() {
        std::lock_guard<std::mutex> lock(mutex_);
        return cache_.load();
    }

private:
    std::mutex mutex_;
    TtlCache cache_;
};

int main() {
    Service service;
    std::thread listener([&service] {
        for (int i = 0; i < 2000; ++i)
            service.handle("GET /" + std::to_string(i % 70));
    });
    std::size_t peak = 0;
    for (int i = 0; i < 500; ++i)
        peak = std::max(peak, service.stats());
    listener.join();
    return peak > 70;
}
