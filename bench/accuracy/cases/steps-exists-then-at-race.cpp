// CASE: steps-exists-then-at-race
// SOURCE: written for this suite
// EXPECT: Scheduler::jobs_ RACE check-then-act
// STD: c++17
// PROVES: checklist MR07: LoadOrStore must be one step
// WHY: the job may be cancelled between the two critical sections, and at() throws

#include <mutex>
#include <queue>
#include <thread>
#include <unordered_map>

struct Job { int id; int priority; };

class Scheduler {
public:
    void submit(int id) {
        std::lock_guard<std::mutex> lock(mu_);
        jobs_.insert({id, Job{id, 0}});
    }
    void cancel(int id) {
        std::lock_guard<std::mutex> lock(mu_);
        jobs_.erase(id);
    }
    int priority(int id) {
        mu_.lock();
        bool known = exists(id);
        mu_.unlock();
        if (!known) return -1;
        std::lock_guard<std::mutex> lock(mu_);
        return jobs_.at(id).priority;
    }
private:
    bool exists(int id) const { return jobs_.count(id) != 0; }
    std::mutex mu_;
    std::unordered_map<int, Job> jobs_;
};

int main() {
    Scheduler s;
    std::thread t([&s] { for (int i = 0; i < 2000; ++i) { s.submit(i); s.cancel(i); } });
    int sum = 0;
    for (int i = 0; i < 2000; ++i) sum += s.priority(i);
    t.join();
    return sum < 0;
}
