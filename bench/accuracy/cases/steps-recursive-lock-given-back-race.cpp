// CASE: steps-recursive-lock-given-back-race
// SOURCE: written for this suite
// EXPECT: Forest::parents_ RACE check-then-act
// STD: c++17
// PROVES: checklist MR07: test and act in two critical sections
// WHY: knows() gives the mutex back, another thread may plant the key before plant() takes it

#include <map>
#include <mutex>
#include <thread>

class Forest {
public:
  void plant(int key, int parent) {
    if (knows(key))
      return;
    std::lock_guard<std::recursive_mutex> l(mutex_);
    parents_[key] = parent;
  }
  bool knows(int key) {
    std::lock_guard<std::recursive_mutex> l(mutex_);
    return parents_.find(key) != parents_.end();
  }

private:
  std::recursive_mutex mutex_;
  std::map<int, int> parents_;
};

int main() {
  Forest f;
  std::thread a([&] { for (int i = 1; i < 100; ++i) f.plant(i, i / 2); });
  std::thread b([&] { for (int i = 1; i < 100; ++i) f.plant(i, i / 3); });
  a.join();
  b.join();
}
