// CASE: escape-range-for-unlocks-in-body-race
// SOURCE: written for this suite
// EXPECT: Timers::due_ RACE reference-escape
// STD: c++17
// PROVES: issue 3, aliases: iterators; locks: unlock and relock
// WHY: the body of a range-for gives the lock back and takes it again: the hidden iterator is kept over it

#include <map>
#include <mutex>
#include <thread>

class Timers {
public:
    void add(int at, int id) {
        std::lock_guard<std::mutex> hold(gate_);
        due_.emplace(at, id);
    }
    void cancel(int at) {
        std::lock_guard<std::mutex> hold(gate_);
        due_.erase(at);
    }
    int run() {
        int fired = 0;
        std::unique_lock<std::mutex> hold(gate_);
        for (const auto& timer : due_) {
            int id = timer.second;
            hold.unlock();
            fired += id;
            hold.lock();
        }
        return fired;
    }

private:
    std::mutex gate_;
    std::map<int, int> due_;
};

int main() {
    Timers timers;
    std::thread other([&timers] {
        for (int i = 0; i < 500; ++i) {
            timers.add(i % 11, i);
            timers.cancel((i + 5) % 11);
        }
    });
    int fired = 0;
    for (int i = 0; i < 100; ++i)
        fired += timers.run();
    other.join();
    return fired > 1000000;
}
