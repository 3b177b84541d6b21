// CASE: locks-folly-rlock-range-for-race
// SOURCE: written for this suite
// EXPECT: Shards::owners_ RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, locks: folly::Synchronized (rlock/wlock/withLock); issue 3, locks: range-for over `*m.rlock()`
// WHY: in C++17 the read lock of `*rlock()` ends before the first round of the loop

#include <string>
#include <thread>
#include <unordered_map>

// As declared by folly/Synchronized.h.
namespace folly {
template <class T>
struct LockedPtr {
    T *operator->() const;
    T &operator*() const;
    ~LockedPtr();
};
template <class T>
class Synchronized {
public:
    LockedPtr<T> wlock();
    LockedPtr<const T> rlock() const;
    template <class F>
    auto withWLock(F &&f) { return f(*wlock()); }
    template <class F>
    auto withRLock(F &&f) const { return f(*rlock()); }

private:
    T datum_;
};
}  // namespace folly

class Shards {
public:
    void assign(int shard, const std::string &host) {
        (*owners_.wlock())[shard] = host;
    }
    std::size_t bytes() const {
        std::size_t n = 0;
        for (auto &owner : *owners_.rlock())
            n += owner.second.size();
        return n;
    }

private:
    folly::Synchronized<std::unordered_map<int, std::string>> owners_;
};

int main() {
    Shards shards;
    std::thread balancer([&shards] {
        for (int i = 0; i < 100; ++i)
            shards.assign(i, "host");
    });
    std::size_t n = 0;
    for (int i = 0; i < 100; ++i)
        n += shards.bytes();
    balancer.join();
    return n == 1;
}
