// CASE: contexts-object-of-a-thread-race
// SOURCE: written for this suite
// EXPECT: Loader::available_ RACE
// STD: c++17
// PROVES: issue 3, thread contexts: an object made inside of a thread starts threads of its own
// WHY: the loader is a local of a started thread but hands itself to threads of its own; get does not lock (missed; reported when main makes the loader)
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>
class Loader {
  std::map<std::string, int> available_;
  std::mutex mutex_;
  std::vector<std::thread*> threads_;
  static void preload(Loader* that) {
    for (int i = 0; i < 100; i++) { std::lock_guard<std::mutex> l(that->mutex_); that->available_[std::to_string(i)] = i; }
  }
public:
  explicit Loader(int n) { for (int i = 0; i < n; i++) threads_.push_back(new std::thread(preload, this)); }
  ~Loader() { for (auto* t : threads_) { t->join(); delete t; } }
  int get(const std::string& id) {
      if (available_.find(id) != available_.end()) {
        int r = available_[id];
        available_.erase(id);
        return r;
      }
      return 0;
  }
};
int main() { std::thread w([] { Loader l(2); for (int k = 0; k < 9; k++) l.get(std::to_string(k)); }); w.join(); }
