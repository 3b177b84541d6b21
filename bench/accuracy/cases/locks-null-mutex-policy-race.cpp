// CASE: locks-null-mutex-policy-race
// SOURCE: written for this suite
// EXPECT: LruCache::index_ RACE
// STD: c++17
// PROVES: design, callables: templates by instantiation
// WHY: the cache shared by the threads is instantiated with the policy that locks nothing

#include <list>
#include <mutex>
#include <thread>
#include <unordered_map>

struct NullMutex {
    void lock() {}
    void unlock() {}
};

template <class K, class V, class Mutex>
class LruCache {
public:
    void put(const K& k, const V& v) {
        std::lock_guard<Mutex> g(mutex_);
        order_.push_front({k, v});
        index_[k] = order_.begin();
        if (order_.size() > 32) {
            index_.erase(order_.back().first);
            order_.pop_back();
        }
    }

private:
    Mutex mutex_;
    std::list<std::pair<K, V>> order_;
    std::unordered_map<K, typename std::list<std::pair<K, V>>::iterator> index_;
};

int main() {
    LruCache<int, int, NullMutex> shared;
    std::thread t([&shared] {
        for (int i = 0; i < 1000; ++i)
            shared.put(i, i);
    });
    for (int i = 10000; i < 11000; ++i) {
        shared.put(i, i);
    }
    t.join();
}
