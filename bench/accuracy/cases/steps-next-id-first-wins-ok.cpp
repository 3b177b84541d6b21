// CASE: steps-next-id-first-wins-ok
// SOURCE: written for this suite
// EXPECT: Symbols::ids_ OK
// STD: c++20
// PROVES: checklist MR07: LoadOrStore must be one step
// WHY: try_emplace tests again in the section of the act

#include <map>
#include <mutex>
#include <string>
#include <thread>

class Symbols {
public:
    int id(const std::string& name) {
        {
            std::lock_guard<std::mutex> g(mutex_);
            auto hit = ids_.find(name);
            if (hit != ids_.end()) return hit->second;
        }
        std::lock_guard<std::mutex> g(mutex_);
        auto [slot, fresh] = ids_.try_emplace(name, next_);
        if (fresh) ++next_;
        return slot->second;
    }

private:
    std::mutex mutex_;
    std::map<std::string, int> ids_;
    int next_ = 0;
};

int main() {
    Symbols s;
    std::thread a([&s] { for (int i = 0; i < 500; ++i) s.id(std::to_string(i)); });
    std::thread b([&s] { for (int i = 500; i > 0; --i) s.id(std::to_string(i)); });
    a.join();
    b.join();
}
