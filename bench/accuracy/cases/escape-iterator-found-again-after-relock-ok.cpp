// CASE: escape-iterator-found-again-after-relock-ok
// SOURCE: written for this suite
// EXPECT: Timers::due_ OK
// STD: c++17
// PROVES: issue 3, aliases: iterators; locks: unlock and relock
// WHY: the lock is given back in each round; the next element is looked up by its key when it is held again

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
        for (auto next = due_.begin(); next != due_.end();) {
            int at = next->first, id = next->second;
            hold.unlock();
            fired += id;
            hold.lock();
            next = due_.upper_bound(at);
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
