// CASE: locks-scope-without-body-ends-race
// SOURCE: clang thread safety tests, scoped capabilities: re-expressed for maps
// EXPECT: V::m_ RACE
// STD: c++17
// TSAN: blind a library that is declared only
// PROVES: issue 3, locks: Clang capability attributes
// WHY: the scope object is only declared; a bare write follows its block

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

class V {
public:
    void put(int k) {
        MutexLock l(&mu_);
        m_[k] = k;
    }
    void step(int k) {
        put(k);
        m_.erase(k - 1);
    }

private:
    Mutex mu_;
    std::map<int, int> m_;
};
int main() {
    V v;
    std::thread a([&] { v.step(1); }), b([&] { v.step(2); });
    a.join();
    b.join();
}
