// CASE: locks-striped-wrong-index-race
// SOURCE: written for this suite
// EXPECT: StripedCache::maps_ RACE
// STD: c++17
// PROVES: issue 3, locks: lock striping `locks_[h % N]` with `maps_[h % N]`
// WHY: put() picks its lock among half as many stripes as drop() does, so the same map may be changed under two locks

#include <array>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class StripedCache {
    static constexpr std::size_t N = 16;
    std::array<std::mutex, N> locks_;
    std::array<std::unordered_map<std::string, int>, N> maps_;

public:
    void put(const std::string& key, int v) {
        const std::size_t h = std::hash<std::string>()(key);
        std::lock_guard<std::mutex> lock(locks_[h % (N / 2)]);
        maps_[h % N][key] = v;
    }
    void drop(const std::string& key) {
        const std::size_t h = std::hash<std::string>()(key);
        std::lock_guard<std::mutex> lock(locks_[h % N]);
        maps_[h % N].erase(key);
    }
};

int main() {
    StripedCache cache;
    std::thread filler([&] {
        for (int i = 0; i < 3000; ++i)
            cache.put("k" + std::to_string(i % 300), i);
    });
    for (int i = 0; i < 3000; ++i)
        cache.drop("k" + std::to_string(i % 300));
    filler.join();
}
