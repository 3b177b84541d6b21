// CASE: locks-returned-guard-discarded-race
// SOURCE: written for this suite
// EXPECT: cfg::Settings::values_ RACE
// STD: c++17
// PROVES: issue 3, locks: a returned guard discarded
// WHY: set() calls acquire() and lets the returned guard die in the same statement

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace cfg {

class Settings {
    mutable std::mutex mu_;
    std::unordered_map<std::string, std::string> values_;

    std::unique_lock<std::mutex> acquire() const { return std::unique_lock<std::mutex>(mu_); }

public:
    void set(const std::string& k, const std::string& v) {
        acquire();
        values_.insert_or_assign(k, v);
    }
    bool get(const std::string& k, std::string& out) const {
        auto held = acquire();
        if (auto it = values_.find(k); it != values_.end()) {
            out = it->second;
            return true;
        }
        return false;
    }
};

}  // namespace cfg

int main() {
    cfg::Settings settings;
    std::thread ui([&] {
        for (int i = 0; i < 1000; ++i)
            settings.set("key" + std::to_string(i), "on");
    });
    std::string v;
    for (int i = 0; i < 1000; ++i)
        settings.get("key" + std::to_string(i), v);
    ui.join();
}
