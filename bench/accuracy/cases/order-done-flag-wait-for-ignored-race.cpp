// CASE: order-done-flag-wait-for-ignored-race
// SOURCE: written for this suite
// EXPECT: Solver::solution_ RACE
// STD: c++17
// PROVES: issue 3, order: condition variable or queue hand-over
// WHY: wait_for may give up before `done_`, and the map is returned all the same

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

class Solver {
public:
    Solver() : thread_([this] { solve(); }) {}
    ~Solver() { thread_.join(); }

    int best() {
        {
            std::unique_lock<std::mutex> lock(mutex_);
            finished_.wait_for(lock, std::chrono::microseconds(200), [this] { return done_; });
        }
        return solution_.empty() ? -1 : solution_.rbegin()->second;
    }

private:
    void solve() {
        for (int i = 0; i < 5000; ++i)
            solution_[i * 17 % 5003] = i;
        std::lock_guard<std::mutex> lock(mutex_);
        done_ = true;
        finished_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable finished_;
    bool done_ = false;
    std::map<int, int> solution_;
    std::thread thread_;
};

int main() {
    Solver s;
    return s.best() < -1;
}
