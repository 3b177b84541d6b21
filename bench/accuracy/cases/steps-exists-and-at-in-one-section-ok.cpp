// CASE: steps-exists-and-at-in-one-section-ok
// SOURCE: written for this suite
// EXPECT: Scheduler::jobs_ OK
// STD: c++17
// PROVES: checklist MR07: LoadOrStore must be one step
// WHY: test and act hold the lock without a gap

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
        std::lock_guard<std::mutex> lock(mu_);
        bool known = exists(id);
        if (!known) return -1;
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
