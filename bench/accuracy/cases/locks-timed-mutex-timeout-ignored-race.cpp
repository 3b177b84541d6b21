// CASE: locks-timed-mutex-timeout-ignored-race
// SOURCE: written for this suite
// EXPECT: Fleet::robots_ RACE
// STD: c++17
// PROVES: design, locks: std mutex family, try_lock conditions
// WHY: the result of try_lock_for is not looked at, after a timeout the map is changed without the mutex

#include <chrono>
#include <mutex>
#include <thread>
#include <unordered_map>

using namespace std::chrono_literals;

class Fleet {
public:
    bool report(int robot, double x) {
        std::unique_lock<std::timed_mutex> lk(mutex_, std::defer_lock);
        lk.try_lock_for(1us);
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
