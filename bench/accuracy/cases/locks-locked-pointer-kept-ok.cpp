// CASE: locks-locked-pointer-kept-ok
// SOURCE: written for this suite
// EXPECT: Synchronized::value_ OK
// STD: c++17
// PROVES: issue 3, locks: range-for over `*m.rlock()`
// WHY: the pointer that holds the lock has a name and lives as long as the loop

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

template <class T>
class Synchronized {
public:
    class LockedPtr {
    public:
        LockedPtr(T& v, std::mutex& m) : lock_(m), v_(&v) {}
        T& operator*() const { return *v_; }
        T* operator->() const { return v_; }

    private:
        std::unique_lock<std::mutex> lock_;
        T* v_;
    };
    LockedPtr lock() { return LockedPtr(value_, mutex_); }

private:
    std::mutex mutex_;
    T value_;
};

using Scores = std::unordered_map<std::string, int>;
static Synchronized<Scores> scores;

static int best() {
    int top = 0;
    auto locked = scores.lock();
    for (auto& s : *locked)
        top = s.second > top ? s.second : top;
    return top;
}

int main() {
    std::thread game([] {
        for (int i = 0; i < 800; ++i)
            scores.lock()->insert_or_assign("player" + std::to_string(i), i);
    });
    int top = 0;
    for (int i = 0; i < 100; ++i)
        top += best();
    game.join();
    return top < 0;
}
