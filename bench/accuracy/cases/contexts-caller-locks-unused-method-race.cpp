// CASE: contexts-caller-locks-unused-method-race
// SOURCE: written for this suite
// EXPECT: dds::History::instances_ RACE
// STD: c++17
// PROVES: checklist MR02
// WHY: size() is called by nobody in view, but the class locks a mutex of its own in flush(): it is meant for several threads

#include <map>
#include <mutex>
#include <thread>

namespace dds {

class History {
public:
  bool complete(int key) { return find(key); }
  bool completeUpTo(int key, int) { return find(key); }
  void drop(int key) { instances_.erase(key); }
  void flush() {
    std::lock_guard<std::mutex> l(own_);
    instances_.clear();
  }
  std::size_t size() { return instances_.size(); }
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
