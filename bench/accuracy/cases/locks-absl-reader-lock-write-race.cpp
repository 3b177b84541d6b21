// CASE: locks-absl-reader-lock-write-race
// SOURCE: written for this suite
// EXPECT: Quotas::limits_ RACE write-under-shared-lock
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, locks: absl::Mutex and lockers
// WHY: set() takes a ReaderMutexLock

#include <string>
#include <thread>
#include <unordered_map>

// As declared by absl/synchronization/mutex.h.
namespace absl {
class __attribute__((lockable)) Mutex {
public:
    void Lock() __attribute__((exclusive_lock_function()));
    void Unlock() __attribute__((unlock_function()));
    void ReaderLock() __attribute__((shared_lock_function()));
    void ReaderUnlock() __attribute__((unlock_function()));
};
class __attribute__((scoped_lockable)) MutexLock {
public:
    explicit MutexLock(Mutex *mu) __attribute__((exclusive_lock_function(mu)));
    ~MutexLock() __attribute__((unlock_function()));
};
class __attribute__((scoped_lockable)) ReaderMutexLock {
public:
    explicit ReaderMutexLock(Mutex *mu) __attribute__((shared_lock_function(mu)));
    ~ReaderMutexLock() __attribute__((unlock_function()));
};
}  // namespace absl

class Quotas {
public:
    void set(const std::string &user, int limit) {
        absl::ReaderMutexLock lock(&mu_);
        limits_.insert_or_assign(user, limit);
    }
    int get(const std::string &user) {
        absl::ReaderMutexLock lock(&mu_);
        auto it = limits_.find(user);
        return it == limits_.end() ? 0 : it->second;
    }

private:
    absl::Mutex mu_;
    std::unordered_map<std::string, int> limits_;
};

int main() {
    Quotas quotas;
    std::thread sync([&quotas] {
        for (int i = 0; i < 100; ++i)
            quotas.set("user" + std::to_string(i), i);
    });
    int sum = 0;
    for (int i = 0; i < 100; ++i)
        sum += quotas.get("user" + std::to_string(i));
    sync.join();
    return sum < 0;
}
