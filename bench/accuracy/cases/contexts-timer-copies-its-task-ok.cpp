// CASE: contexts-timer-copies-its-task-ok
// SOURCE: written for this suite
// EXPECT: tq::Heartbeats::last_seen_ OK
// STD: c++17
// PROVES: issue 3, contexts: timer classes of the code base itself
// WHY: both lock

#include <pthread.h>
#include <semaphore.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <set>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace tq {
using Clock = std::chrono::steady_clock;
struct Task {
  Clock::time_point when;
  std::function<void()> fn;
  bool operator<(const Task& o) const { return when > o.when; }
};
class TimerQueue {
 public:
  TimerQueue() : th_([this] { run(); }) {}
  ~TimerQueue() {
    {
      std::lock_guard<std::mutex> l(m_);
      stop_ = true;
    }
    cv_.notify_all();
    th_.join();
  }
  void schedule(std::chrono::milliseconds d, std::function<void()> fn) {
    std::lock_guard<std::mutex> l(m_);
    q_.push(Task{Clock::now() + d, std::move(fn)});
    cv_.notify_all();
  }

 private:
  void run() {
    std::unique_lock<std::mutex> l(m_);
    while (!stop_) {
      if (q_.empty()) {
        cv_.wait(l);
      } else if (q_.top().when > Clock::now()) {
        auto when = q_.top().when;
        cv_.wait_until(l, when);
      } else {
        Task t = q_.top();
        q_.pop();
        l.unlock();
        t.fn();
        l.lock();
      }
    }
  }
  std::mutex m_;
  std::condition_variable cv_;
  std::priority_queue<Task> q_;
  bool stop_ = false;
  std::thread th_;
};
class Heartbeats {
 public:
  void touch(int node) {
    {
      std::lock_guard<std::mutex> l(mu_);
      last_seen_[node] = Clock::now();
    }
    timers_.schedule(std::chrono::milliseconds(1), [this, node] { expire(node); });
  }

 private:
  void expire(int node) {
    std::lock_guard<std::mutex> l(mu_);
    last_seen_.erase(node);
  }
  std::mutex mu_;
  std::unordered_map<int, Clock::time_point> last_seen_;
  TimerQueue timers_;
};
}  // namespace tq
int main() {
  tq::Heartbeats h;
  for (int i = 0; i < 200; ++i) h.touch(i);
}
