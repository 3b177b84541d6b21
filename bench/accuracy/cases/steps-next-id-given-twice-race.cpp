// CASE: steps-next-id-given-twice-race
// SOURCE: written for this suite
// EXPECT: Symbols::ids_ RACE check-then-act
// STD: c++20
// PROVES: checklist MR07: LoadOrStore must be one step
// WHY: two threads miss the same name, and each gives it an id of its own

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
        int fresh = next_++;
        ids_[name] = fresh;
        return fresh;
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
