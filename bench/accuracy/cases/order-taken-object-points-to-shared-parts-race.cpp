// CASE: order-taken-object-points-to-shared-parts-race
// SOURCE: written for this suite
// EXPECT: Report::lines RACE
// STD: c++17
// PROVES: issue 3, order: ownership; what is taken out of a queue has its parts to itself, but not what it points to
// WHY: each worker takes another job out of the queue, but all jobs write to one report
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct Report {
  std::map<int, std::string> lines;
};

struct Job {
  explicit Job(Report *to) : report(to) {}
  Report *report;
  void run() { report->lines[1] = "done"; }
};

class Queue {
public:
  void put(Job *job) {
    std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push_back(job);
    filled_.notify_one();
  }
  Job *take() {
    std::unique_lock<std::mutex> lock(mutex_);
    filled_.wait(lock, [this] { return !jobs_.empty(); });
    Job *job = jobs_.front();
    jobs_.pop_front();
    return job;
  }

private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<Job *> jobs_;
};

int main() {
  Queue queue;
  Report report;
  std::vector<std::thread> workers;
  for (int i = 0; i < 3; ++i)
    workers.emplace_back([&queue] {
      for (int n = 0; n < 3; ++n) {
        std::unique_ptr<Job> job(queue.take());
        job->run();
      }
    });
  for (int i = 0; i < 9; ++i)
    queue.put(new Job(&report));
  for (std::thread &worker : workers)
    worker.join();
}
