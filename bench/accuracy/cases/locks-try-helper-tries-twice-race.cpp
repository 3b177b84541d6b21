// CASE: locks-try-helper-tries-twice-race
// SOURCE: written for this suite
// EXPECT: Cache::values_ RACE
// STD: c++17
// PROVES: issue 3, locks: try-lock conditions
// WHY: enter() returns true also where the second attempt has failed

#include <map>
#include <mutex>
#include <string>
#include <thread>

class Cache {
public:
    bool put(const std::string& key, int value) {
        if (!enter())
            return false;
        values_[key] = value;
        leave();
        return true;
    }
    int get(const std::string& key) {
        int result = -1;
        if (enter()) {
            if (auto it = values_.find(key); it != values_.end())
                result = it->second;
            leave();
        }
        return result;
    }

private:
    bool enter() {
        if (mutex_.try_lock())
            return true;
        std::this_thread::yield();
        mutex_.try_lock();
        return true;
    }
    void leave() { mutex_.unlock(); }
    std::mutex mutex_;
    std::map<std::string, int> values_;
};

int main() {
    Cache cache;
    std::thread writer([&cache] {
        for (int i = 0; i < 100; ++i)
            cache.put(std::to_string(i), i);
    });
    for (int i = 0; i < 100; ++i)
        cache.get(std::to_string(i));
    writer.join();
}
