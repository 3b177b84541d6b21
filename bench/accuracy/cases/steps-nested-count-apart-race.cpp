// CASE: steps-nested-count-apart-race
// SOURCE: written for this suite
// EXPECT: Store::items_ RACE torn-update
// STD: c++20
// PROVES: checklist MR08: a map and its companion field are updated in separate critical sections
// WHY: the counter in a struct of the store changes with the items, but replace() does it in a section of its own

#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

class Store {
public:
    void put(int k, int v) {
        std::lock_guard<std::mutex> g(mutex_);
        items_[k] = v;
        ++state_.changes;
    }
    void drop(int k) {
        std::lock_guard<std::mutex> g(mutex_);
        items_.erase(k);
        ++state_.changes;
    }
    void replace(std::map<int, int> all) {
        {
            std::lock_guard<std::mutex> g(mutex_);
            items_.swap(all);
        }
        std::lock_guard<std::mutex> g(mutex_);
        ++state_.changes;
    }
    int look(int k) {
        std::lock_guard<std::mutex> g(mutex_);
        auto it = items_.find(k);
        return it == items_.end() ? 0 : it->second + static_cast<int>(state_.changes);
    }

private:
    std::mutex mutex_;
    std::map<int, int> items_;
    struct { long changes = 0; } state_;
};

int main() {
    Store s;
    auto work = [&s] { for (int i = 0; i < 200; ++i) { s.put(i, i); s.look(i); s.drop(i - 3); s.replace({}); } };
    std::thread a(work), b(work);
    a.join();
    b.join();
}
