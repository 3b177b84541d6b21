// CASE: locks-base-class-mutex-ok
// SOURCE: written for this suite
// EXPECT: BaseStore::items_ OK
// STD: c++17
// PROVES: issue 3, locks: locks reached through base classes
// WHY: the derived class locks the mutex it inherits

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class BaseStore {
public:
    void put(const std::string& k, int v) {
        std::lock_guard<std::mutex> lock(mutex_);
        items_[k] = v;
    }

protected:
    std::mutex mutex_;
    std::unordered_map<std::string, int> items_;
};

class EvictingStore : public BaseStore {
public:
    void evict() {
        std::lock_guard<std::mutex> lock(mutex_);
        if (items_.size() > limit_)
            items_.erase(items_.begin());
    }

private:
    std::size_t limit_ = 16;
};

int main() {
    EvictingStore store;
    std::thread janitor([&store] {
        for (int i = 0; i < 1000; ++i)
            store.evict();
    });
    for (int i = 0; i < 1000; ++i)
        store.put("item" + std::to_string(i), i);
    janitor.join();
}
