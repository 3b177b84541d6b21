// CASE: contexts-two-constructors-start-race
// SOURCE: written for this suite
// EXPECT: util::Timer::queue_ RACE
// STD: c++17
// PROVES: design, order: constructor before publication
// WHY: add() writes while the thread that the constructor started may erase

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace util {

class Timer {
public:
  Timer() { start(); }
  explicit Timer(int first) {
    queue_[first] = first;
    start();
  }
  ~Timer() {
    worker_.join();
  }
  void add(int k) { queue_[k] = k; }
private:
  void start() { worker_ = std::thread([this] { run(); }); }
  void run() {
    for (int i = 0; i < 100; ++i)
      queue_.erase(i);
  }
  std::map<int, int> queue_;
  std::thread worker_;
};

} // namespace util
