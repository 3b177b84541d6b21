// CASE: locks-scope-that-unlocks-race
// SOURCE: llvm clang/test/SemaCXX/warn-thread-safety-analysis.cpp, access inside a MutexUnlock scope
// EXPECT: tsa::Cache::entries_ RACE
// STD: c++17
// PROVES: issue 3, locks: unlock and relock of a guard
// WHY: the statement that stores the loaded value stands inside the scope in which the lock is given up

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace tsa {

// Releases a held lock for the length of a scope.
class Unlocker {
public:
    explicit Unlocker(std::unique_lock<std::mutex>& lk) : lk_(lk) { lk_.unlock(); }
    ~Unlocker() { lk_.lock(); }
    Unlocker(const Unlocker&) = delete;

private:
    std::unique_lock<std::mutex>& lk_;
};

class Cache {
public:
    std::string get(const std::string& key) {
        std::unique_lock<std::mutex> lk(mu_);
        if (auto it = entries_.find(key); it != entries_.end())
            return it->second;
        {
            Unlocker away(lk);
            entries_[key] = load(key);
        }
        auto it = entries_.find(key);
        return it == entries_.end() ? std::string() : it->second;
    }

    void drop(const std::string& key) {
        std::unique_lock<std::mutex> lk(mu_);
        entries_.erase(key);
    }

private:
    static std::string load(const std::string& key) { return key + "!"; }

    std::mutex mu_;
    std::unordered_map<std::string, std::string> entries_;
};

}  // namespace tsa

int main() {
    tsa::Cache cache;
    auto client = [&cache] {
        for (int i = 0; i < 300; ++i) {
            cache.get("k" + std::to_string(i % 20));
            cache.drop("k" + std::to_string(i % 7));
        }
    };
    std::thread a(client), b(client);
    a.join();
    b.join();
}
