// CASE: locks-scope-relocked-race
// SOURCE: clang thread safety tests, relockable scope: re-expressed for maps
// EXPECT: Doc::ok_ OK
// EXPECT: Doc::bad_ RACE
// STD: c++17
// TSAN: blind a library that is declared only
// PROVES: issue 3, locks: Clang capability attributes
// WHY: a scope that can unlock and relock; one method forgets to relock

#include <map>
#include <thread>

class __attribute__((capability("mutex"))) Mutex {
public:
    void Lock() __attribute__((acquire_capability()));
    void Unlock() __attribute__((release_capability()));
};
class __attribute__((scoped_lockable)) MutexLock {
public:
    explicit MutexLock(Mutex* mu) __attribute__((acquire_capability(mu)));
    ~MutexLock() __attribute__((release_capability()));
    void Unlock() __attribute__((release_capability()));
    void Lock() __attribute__((acquire_capability()));
};

class Doc {
public:
    void edit(int k) {
        MutexLock scope(&mu_);
        ok_[k] = 1;
        scope.Unlock();
        slow();
        scope.Lock();
        ok_.erase(k - 1);
        bad_[k] = 1;
    }
    void flush(int k) {
        MutexLock scope(&mu_);
        ok_.clear();
        scope.Unlock();
        slow();
        bad_.erase(k);
    }

private:
    void slow();
    Mutex mu_;
    std::map<int, int> ok_;
    std::map<int, int> bad_;
};
int main() {
    Doc d;
    std::thread a([&] { d.edit(1); }), b([&] { d.flush(2); });
    a.join();
    b.join();
}
