// CASE: steps-fill-overwrites-newer-race
// SOURCE: written for this suite
// EXPECT: Settings::values_ RACE check-then-act
// STD: c++20
// PROVES: checklist MR07: LoadOrStore must be one step
// WHY: get() misses, set() stores, and get() replaces what was set by what it had loaded before

#include <map>
#include <mutex>
#include <string>
#include <thread>

class Settings {
public:
    std::string get(const std::string& key) {
        {
            std::lock_guard<std::mutex> g(mutex_);
            auto hit = values_.find(key);
            if (hit != values_.end()) return hit->second;
        }
        std::string value = load(key);
        std::lock_guard<std::mutex> g(mutex_);
        values_[key] = value;
        return value;
    }
    void set(const std::string& key, const std::string& value) {
        std::lock_guard<std::mutex> g(mutex_);
        values_[key] = value;
    }
private:
    static std::string load(const std::string& key) { return "default of " + key; }
    std::mutex mutex_;
    std::map<std::string, std::string> values_;
};

int main() {
    Settings s;
    std::thread a([&s] { for (int i = 0; i < 500; ++i) s.get(std::to_string(i)); });
    std::thread b([&s] { for (int i = 0; i < 500; ++i) s.set(std::to_string(i), "set"); });
    a.join();
    b.join();
}
