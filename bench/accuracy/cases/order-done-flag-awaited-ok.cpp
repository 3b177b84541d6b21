// CASE: order-done-flag-awaited-ok
// SOURCE: written for this suite
// EXPECT: Solver::solution_ OK
// STD: c++17
// PROVES: issue 3, order: condition variable or queue hand-over
// WHY: the solver writes without a lock, then sets `done_` under it; the caller reads after it saw `done_`

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
            finished_.wait(lock, [this] { return done_; });
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
