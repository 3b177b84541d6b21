// CASE: order-double-checked-atomic-pointer-ok
// SOURCE: written for this suite
// EXPECT: Locale::names_ OK
// STD: c++17
// PROVES: checklist MR10: double-checked locking through a non-atomic pointer
// WHY: the pointer is an atomic with acquire and release; the map is complete when it appears

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Locale {
    using Names = std::unordered_map<int, std::string>;
    static std::atomic<const Names*> names_;
    static std::mutex mutex_;

    static const Names& names() {
        const Names* known = names_.load(std::memory_order_acquire);
        if (!known) {
            std::lock_guard<std::mutex> lock(mutex_);
            known = names_.load(std::memory_order_relaxed);
            if (!known) {
                auto* fresh = new Names;
                for (int i = 0; i < 200; ++i)
                    fresh->emplace(i, "locale" + std::to_string(i));
                names_.store(fresh, std::memory_order_release);
                known = fresh;
            }
        }
        return *known;
    }

public:
    static std::string name(int id) {
        auto it = names().find(id);
        return it == names().end() ? std::string() : it->second;
    }
};

std::atomic<const Locale::Names*> Locale::names_{nullptr};
std::mutex Locale::mutex_;

int main() {
    auto use = [] {
        for (int i = 0; i < 200; ++i)
            Locale::name(i);
    };
    std::thread a(use), b(use);
    a.join();
    b.join();
}
