// CASE: escape-iterator-used-after-unlock-race
// SOURCE: written for this suite
// EXPECT: Directory::names_ RACE reference-escape
// STD: c++17
// PROVES: checklist MR05: a view of the cache leaves the lock
// WHY: the element may be erased between the unlock and the look at it

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Directory {
public:
    void add(int id, std::string name) {
        std::lock_guard<std::mutex> lock(mutex_);
        names_.emplace(id, std::move(name));
    }
    void remove(int id) {
        std::lock_guard<std::mutex> lock(mutex_);
        names_.erase(id);
    }
    std::size_t length(int id) {
        std::unique_lock<std::mutex> lock(mutex_);
        auto it = names_.find(id);
        if (it == names_.end()) return 0;
        lock.unlock();
        return it->second.size();
    }
private:
    std::mutex mutex_;
    std::unordered_map<int, std::string> names_;
};

int main() {
    Directory d;
    std::thread t([&d] { for (int i = 0; i < 3000; ++i) { d.add(1, "a rather long name, on the heap"); d.remove(1); } });
    std::size_t n = 0;
    for (int i = 0; i < 3000; ++i) n += d.length(1);
    t.join();
    return n == 1;
}
