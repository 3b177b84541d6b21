// CASE: locks-recursive-depth-race
// SOURCE: written for this suite
// EXPECT: Recursive::kept_ OK
// EXPECT: Recursive::lost_ RACE
// STD: c++17
// PROVES: issue 3, locks: recursive mutexes
// WHY: after one of two unlocks the recursive mutex is still held

#include <unordered_map>
#include <mutex>

class Recursive {
 public:
  void kept(int v) {
    mutex_.lock();
    mutex_.lock();
    mutex_.unlock();
    kept_[v] = v;
    mutex_.unlock();
  }
  bool has(int v) {
    std::lock_guard<std::recursive_mutex> g(mutex_);
    return kept_.count(v) || lost_.count(v);
  }
  void lost(int v) {
    mutex_.lock();
    mutex_.lock();
    mutex_.unlock();
    mutex_.unlock();
    lost_[v] = v;
  }
 private:
  std::recursive_mutex mutex_;
  std::unordered_map<int, int> kept_, lost_;
};
