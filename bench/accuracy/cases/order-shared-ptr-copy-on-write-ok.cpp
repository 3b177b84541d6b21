// CASE: order-shared-ptr-copy-on-write-ok
// SOURCE: written for this suite
// EXPECT: FeatureFlags::flags_ OK
// STD: c++17
// PROVES: checklist, boundary cases: new snapshot built, then published, never mutated
// WHY: set() changes a copy and swaps it in with std::atomic_store, writers take turns

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
        auto next = std::make_shared<Map>(*std::atomic_load(&flags_));
        next->insert_or_assign(name, on);
        std::atomic_store(&flags_, next);
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
