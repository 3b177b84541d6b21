// CASE: contexts-two-constructors-start-ok
// SOURCE: written for this suite
// EXPECT: util::Timer::queue_ OK
// STD: c++17
// PROVES: design, same object: two different instances do not conflict
// WHY: either constructor starts the one thread of its own object

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
