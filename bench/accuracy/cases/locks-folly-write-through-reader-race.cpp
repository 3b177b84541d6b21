// CASE: locks-folly-write-through-reader-race
// SOURCE: written for this suite
// EXPECT: Quota::left_ RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, locks: folly::Synchronized; rule MR03
// WHY: the mapped values are changed through a pointer that holds only the reader side, by a cast

#include <thread>
#include <unordered_map>

// As declared by folly/Synchronized.h.
namespace folly {
template <class T>
class Synchronized {
public:
    class LockedPtr {
    public:
        ~LockedPtr();
        T *operator->() const;
        T &operator*() const;
    };
    template <class F>
    auto withRLock(F &&f) const -> decltype(f(*static_cast<T *>(nullptr)));
    template <class F>
    auto withWLock(F &&f) -> decltype(f(*static_cast<T *>(nullptr)));
};
}  // namespace folly

class Quota {
public:
    void take(int user) {
        left_.withRLock([&](auto &left) { --const_cast<std::unordered_map<int, int> &>(left)[user]; });
    }
    int left(int user) const {
        return left_.withRLock([&](const auto &left) {
            auto it = left.find(user);
            return it == left.end() ? 0 : it->second;
        });
    }

private:
    folly::Synchronized<std::unordered_map<int, int>> left_;
};

int main() {
    Quota quota;
    std::thread other([&quota] {
        for (int i = 0; i < 100; ++i)
            quota.take(i);
    });
    int sum = 0;
    for (int i = 0; i < 100; ++i)
        sum += quota.left(i);
    other.join();
    return sum == 1;
}
