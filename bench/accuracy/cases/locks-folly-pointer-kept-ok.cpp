// CASE: locks-folly-pointer-kept-ok
// SOURCE: written for this suite
// EXPECT: Shards::owners_ OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, locks: folly::Synchronized (rlock/wlock/withLock)
// WHY: all insertions happen while the locked pointer lives

#include <string>
#include <thread>
#include <unordered_map>

// As declared by folly/Synchronized.h.
namespace folly {
template <class S>
class LockedPtr {
public:
    LockedPtr(LockedPtr &&);
    ~LockedPtr();
    typename S::Data *operator->() const;
    typename S::Data &operator*() const;
    void unlock();
    explicit operator bool() const;
};
template <class T>
class Synchronized {
public:
    using Data = T;
    LockedPtr<Synchronized> wlock();
    LockedPtr<const Synchronized> rlock() const;
    T copy() const;
};
}  // namespace folly

class Shards {
public:
    void drain(int shard) {
        auto locked = owners_.wlock();
        locked->erase(shard);
        (*locked)[shard + 1] = "spare";
    }
    std::string owner(int shard) const {
        auto locked = owners_.rlock();
        auto it = locked->find(shard);
        return it == locked->end() ? "" : it->second;
    }
    std::size_t size() const { return owners_.rlock()->size(); }
    void assign(int shard, const std::string &host) { owners_.wlock()->emplace(shard, host); }
    std::unordered_map<int, std::string> all() const { return owners_.copy(); }

private:
    folly::Synchronized<std::unordered_map<int, std::string>> owners_;
};

int main() {
    Shards shards;
    std::thread balancer([&shards] {
        for (int i = 0; i < 100; ++i) {
            shards.assign(i, "host");
            shards.drain(i);
        }
    });
    std::size_t n = 0;
    for (int i = 0; i < 100; ++i)
        n += shards.size() + shards.owner(i).size() + shards.all().size();
    balancer.join();
    return n == 1;
}
