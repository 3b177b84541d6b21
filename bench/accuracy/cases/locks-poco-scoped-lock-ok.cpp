// CASE: locks-poco-scoped-lock-ok
// SOURCE: written for this suite
// EXPECT: Sessions::open_ OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, locks: own and library vocabularies
// WHY: close() uses the mutex that open() uses

#include <thread>
#include <unordered_map>

// As declared by Poco/Mutex.h and Poco/ScopedLock.h.
namespace Poco {
template <class M>
class ScopedLock {
public:
    explicit ScopedLock(M &mutex);
    ~ScopedLock();
};
class FastMutex {
public:
    using ScopedLock = Poco::ScopedLock<FastMutex>;
    void lock();
    void unlock();
};
}  // namespace Poco

class Sessions {
public:
    void open(int id) {
        Poco::FastMutex::ScopedLock lock(mutex_);
        open_[id] = 1;
    }
    void close(int id) {
        mutex_.lock();
        open_.erase(id);
        mutex_.unlock();
    }

private:
    Poco::FastMutex mutex_, log_mutex_;
    std::unordered_map<int, int> open_;
};

int main() {
    Sessions sessions;
    std::thread other([&sessions] {
        for (int i = 0; i < 100; ++i)
            sessions.open(i);
    });
    for (int i = 0; i < 100; ++i)
        sessions.close(i);
    other.join();
}
