// CASE: locks-timed-mutex-timeout-checked-ok
// SOURCE: written for this suite
// EXPECT: Fleet::robots_ OK
// STD: c++17
// PROVES: design, locks: std mutex family, try_lock conditions
// WHY: after a timeout the update is dropped

#include <chrono>
#include <mutex>
#include <thread>
#include <unordered_map>

using namespace std::chrono_literals;

class Fleet {
public:
    bool report(int robot, double x) {
        std::unique_lock<std::timed_mutex> lk(mutex_, std::defer_lock);
        if (!lk.try_lock_for(1us))
            return false;
        robots_[robot] = x;
        return true;
    }
    int count() {
        std::lock_guard<std::timed_mutex> lk(mutex_);
        return static_cast<int>(robots_.size());
    }

private:
    std::timed_mutex mutex_;
    std::unordered_map<int, double> robots_;
};

int main() {
    Fleet fleet;
    auto drive = [&fleet](int id) {
        for (int i = 0; i < 1000; ++i)
            fleet.report(id + i, i * 0.1);
    };
    std::thread a(drive, 0), b(drive, 500);
    int seen = 0;
    for (int i = 0; i < 100; ++i)
        seen += fleet.count();
    a.join();
    b.join();
    return seen < 0;
}
