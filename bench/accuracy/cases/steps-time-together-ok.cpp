// CASE: steps-time-together-ok
// SOURCE: written for this suite
// EXPECT: Store::items_ OK
// STD: c++20
// PROVES: checklist MR08: a map and its companion field are updated in separate critical sections
// WHY: the time of the last change is set with it in the same section

#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <chrono>

class Store {
public:
    void put(int k, int v) {
        std::lock_guard<std::mutex> g(mutex_);
        items_[k] = v;
        changed_ = std::chrono::steady_clock::now();
    }
    void drop(int k) {
        std::lock_guard<std::mutex> g(mutex_);
        items_.erase(k);
        changed_ = std::chrono::steady_clock::now();
    }
    void replace(std::map<int, int> all) {
        {
            std::lock_guard<std::mutex> g(mutex_);
            items_.swap(all);
            changed_ = std::chrono::steady_clock::now();
        }
    }
    int look(int k) {
        std::lock_guard<std::mutex> g(mutex_);
        auto it = items_.find(k);
        return it == items_.end() ? 0 : it->second + static_cast<int>(changed_.time_since_epoch().count() % 2);
    }

private:
    std::mutex mutex_;
    std::map<int, int> items_;
    std::chrono::steady_clock::time_point changed_;
};

int main() {
    Store s;
    auto work = [&s] { for (int i = 0; i < 200; ++i) { s.put(i, i); s.look(i); s.drop(i - 3); s.replace({}); } };
    std::thread a(work), b(work);
    a.join();
    b.join();
}
