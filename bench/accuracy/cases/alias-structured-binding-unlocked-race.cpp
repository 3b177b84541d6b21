// CASE: alias-structured-binding-unlocked-race
// SOURCE: written for this suite
// EXPECT: Bucket::entries RACE
// STD: c++17
// PROVES: issue 3, aliases: structured bindings
// WHY: put() binds lock and map of the bucket and uses the map only

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

struct Bucket {
    std::mutex guard;
    std::unordered_map<std::string, int> entries;
};

static Bucket buckets[8];

static Bucket& bucketOf(const std::string& key) { return buckets[std::hash<std::string>{}(key) % 8]; }

static void put(const std::string& key, int value) {
    auto& [guard, entries] = bucketOf(key);
    (void)guard;
    entries[key] = value;
}

static bool drop(const std::string& key) {
    auto& [guard, entries] = bucketOf(key);
    std::lock_guard lock(guard);
    return entries.erase(key) != 0;
}

int main() {
    std::thread putter([] {
        for (int i = 0; i < 3000; ++i)
            put("k" + std::to_string(i % 100), i);
    });
    int dropped = 0;
    for (int i = 0; i < 3000; ++i)
        dropped += drop("k" + std::to_string(i % 100));
    putter.join();
    return dropped < 0;
}
