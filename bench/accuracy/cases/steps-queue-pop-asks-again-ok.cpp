// CASE: steps-queue-pop-asks-again-ok
// SOURCE: written for this suite
// EXPECT: Queue::due_ OK
// STD: c++20
// PROVES: checklist MR07: LoadOrStore must be one step
// WHY: pop() looks again under its own lock

#include <mutex>
#include <set>
#include <thread>

class Queue {
public:
    bool empty() {
        std::lock_guard<std::mutex> g(mutex_);
        return due_.empty();
    }
    int pop() {
        std::lock_guard<std::mutex> g(mutex_);
        if (due_.empty()) return -1;
        auto first = due_.begin();
        int at = *first;
        due_.erase(first);
        return at;
    }
    void push(int at) {
        std::lock_guard<std::mutex> g(mutex_);
        due_.insert(at);
    }

private:
    std::mutex mutex_;
    std::set<int> due_;
};

int main() {
    Queue q;
    for (int i = 0; i < 100; ++i) q.push(i);
    auto drain = [&q] { while (!q.empty()) q.pop(); };
    std::thread a(drain), b(drain);
    a.join();
    b.join();
}
