// CASE: order-shared-ptr-snapshot-edited-race
// SOURCE: written for this suite
// EXPECT: FeatureFlags::flags_ RACE
// STD: c++17
// PROVES: checklist, boundary cases: new snapshot built, then published, never mutated
// WHY: set() changes the map that std::atomic_load handed out to everyone

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class FeatureFlags {
    using Map = std::unordered_map<std::string, bool>;

public:
    bool enabled(const std::string& name) const {
        std::shared_ptr<Map> view = std::atomic_load(&flags_);
        auto it = view->find(name);
        return it != view->end() && it->second;
    }
    void set(const std::string& name, bool on) {
        std::lock_guard<std::mutex> lock(writers_);
        auto live = std::atomic_load(&flags_);
        live->insert_or_assign(name, on);
    }

private:
    std::mutex writers_;
    std::shared_ptr<Map> flags_ = std::make_shared<Map>();
};

int main() {
    FeatureFlags flags;
    std::thread admin([&flags] {
        for (int i = 0; i < 200; ++i)
            flags.set("flag" + std::to_string(i), i % 2);
    });
    int on = 0;
    for (int i = 0; i < 2000; ++i)
        on += flags.enabled("flag" + std::to_string(i % 200));
    admin.join();
    return on < 0;
}
