// CASE: order-set-before-own-thread-race
// SOURCE: written for this suite
// EXPECT: io::Worker::cpus_ RACE
// STD: c++17
// PROVES: design, order: owned-until-escaped objects
// WHY: the worker is filled after its thread has started

#include <map>
#include <memory>
#include <pthread.h>
#include <vector>

namespace io {

class Worker {
public:
  void setAffinity(int cpu) { cpus_[cpu] = 1; }
  void start() { pthread_create(&id_, nullptr, routine, this); }

private:
  static void *routine(void *self) {
    static_cast<Worker *>(self)->apply();
    return nullptr;
  }
  void apply() { (void)cpus_.empty(); }
  pthread_t id_;
  std::map<int, int> cpus_;
};

class Context {
public:
  bool begin(int n) {
    for (int i = 0; i < n; ++i) {
      Worker *w = new Worker;
      w->start();
      w->setAffinity(i);
      workers_.push_back(w);
    }
    return true;
  }

private:
  std::vector<Worker *> workers_;
};

} // namespace io

int open_socket(io::Context *c) { return c->begin(1) ? 0 : 1; }
int close_socket(io::Context *c) { return c->begin(2) ? 0 : 1; }
