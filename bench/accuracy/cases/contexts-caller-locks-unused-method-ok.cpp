// CASE: contexts-caller-locks-unused-method-ok
// SOURCE: written for this suite
// EXPECT: dds::History::instances_ OK
// STD: c++17
// PROVES: design: prefer silence to a guess
// WHY: the class leaves locking to its callers, and nobody in view calls complete()

#include <map>
#include <mutex>
#include <thread>

namespace dds {

class History {
public:
  bool complete(int key) { return find(key); }
  bool completeUpTo(int key, int) { return find(key); }
  void drop(int key) { instances_.erase(key); }

private:
  bool find(int key) {
    if (!instances_.count(key))
      instances_[key] = key;
    return true;
  }
  std::mutex own_;
  std::map<int, int> instances_;
};

class Reader {
public:
  explicit Reader(History &h) : history_(h) {}
  void start() {
    a_ = std::thread([this] { receive(); });
    b_ = std::thread([this] { expire(); });
  }
  void stop() {
    a_.join();
    b_.join();
  }

private:
  void receive() {
    std::lock_guard<std::mutex> l(mutex_);
    history_.completeUpTo(1, 2);
  }
  void expire() {
    std::lock_guard<std::mutex> l(mutex_);
    history_.drop(1);
  }
  History &history_;
  std::mutex mutex_;
  std::thread a_, b_;
};

} // namespace dds
