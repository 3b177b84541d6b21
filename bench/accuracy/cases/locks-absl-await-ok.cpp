// CASE: locks-absl-await-ok
// SOURCE: written for this suite
// EXPECT: Mailbox::letters_ OK
// STD: c++17
// TSAN: blind declares the library only
// PROVES: design, locks: absl::Mutex
// WHY: Await gives the lock back only while it waits

#include <map>
#include <thread>

// The part of Abseil that this program uses.
namespace absl {
class Condition {
public:
    explicit Condition(const bool *);
    template <class T> Condition(bool (*)(T *), T *);
};
class Mutex {
public:
    void Lock();
    void Unlock();
    void Await(const Condition &);
    void LockWhen(const Condition &);
    bool LockWhenWithTimeout(const Condition &, int);
};
class MutexLock {
public:
    explicit MutexLock(Mutex *);
    MutexLock(Mutex *, const Condition &);
    ~MutexLock();
};
} // namespace absl

class Mailbox {
public:
    void fill(int n) {
        absl::MutexLock hold(&mu_);
        for (int i = 0; i < n; ++i)
            letters_[i] = i;
        ready_ = true;
    }
    int take() {
        absl::MutexLock hold(&mu_);
        mu_.Await(absl::Condition(&ready_));
        int n = static_cast<int>(letters_.size());
        letters_.clear();
        return n;
    }

private:
    absl::Mutex mu_;
    bool ready_ = false;
    std::map<int, int> letters_;
};

int main() {
    Mailbox box;
    std::thread t([&] { box.fill(5); });
    int n = box.take();
    t.join();
    return n;
}
