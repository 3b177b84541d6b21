// CASE: order-double-checked-plain-pointer-race
// SOURCE: written for this suite
// EXPECT: Locale::names_ RACE
// STD: c++17
// PROVES: checklist MR10: double-checked locking through a non-atomic pointer
// WHY: the first check reads a plain pointer without the lock, and nothing orders the map behind it

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Locale {
    using Names = std::unordered_map<int, std::string>;
    static Names* names_;
    static std::mutex mutex_;

    static const Names& names() {
        if (!names_) {
            std::lock_guard<std::mutex> lock(mutex_);
            if (!names_) {
                names_ = new Names;
                for (int i = 0; i < 200; ++i)
                    names_->emplace(i, "locale" + std::to_string(i));
            }
        }
        return *names_;
    }

public:
    static std::string name(int id) {
        auto it = names().find(id);
        return it == names().end() ? std::string() : it->second;
    }
};

Locale::Names* Locale::names_ = nullptr;
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
