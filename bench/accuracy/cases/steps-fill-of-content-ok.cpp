// CASE: steps-fill-of-content-ok
// SOURCE: written for this suite
// EXPECT: Settings::values_ OK
// STD: c++20
// PROVES: checklist MR07: LoadOrStore must be one step
// WHY: what others may store meanwhile is the same text; erasing it meanwhile does no harm

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
    void forget(const std::string& key) {
        std::lock_guard<std::mutex> g(mutex_);
        values_.erase(key);
    }
private:
    static std::string load(const std::string& key) { return "default of " + key; }
    std::mutex mutex_;
    std::map<std::string, std::string> values_;
};

int main() {
    Settings s;
    std::thread a([&s] { for (int i = 0; i < 500; ++i) s.get(std::to_string(i)); });
    std::thread b([&s] { for (int i = 0; i < 500; ++i) s.forget(std::to_string(i)); });
    a.join();
    b.join();
}
