// CASE: steps-tag-together-ok
// SOURCE: written for this suite
// EXPECT: Store::items_ OK
// STD: c++20
// PROVES: checklist MR08: a map and its companion field are updated in separate critical sections
// WHY: the text that goes with the items changes with them in the same section

#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

class Store {
public:
    void put(int k, int v, const std::string& tag) {
        std::lock_guard<std::mutex> g(mutex_);
        items_[k] = v;
        tag_ = tag;
    }
    void drop(int k, const std::string& tag) {
        std::lock_guard<std::mutex> g(mutex_);
        items_.erase(k);
        tag_ = tag;
    }
    void replace(std::map<int, int> all, const std::string& tag) {
        {
            std::lock_guard<std::mutex> g(mutex_);
            items_.swap(all);
            tag_ = tag;
        }
    }
    int look(int k) {
        std::lock_guard<std::mutex> g(mutex_);
        auto it = items_.find(k);
        return it == items_.end() ? 0 : it->second + static_cast<int>(tag_.size());
    }

private:
    std::mutex mutex_;
    std::map<int, int> items_;
    std::string tag_;
};

int main() {
    Store s;
    auto work = [&s] { for (int i = 0; i < 200; ++i) { s.put(i, i, "x"); s.look(i); s.drop(i - 3, "x"); s.replace({}, "x"); } };
    std::thread a(work), b(work);
    a.join();
    b.join();
}
