// MR09: a map that needs no guard until somebody writes once more.
//
// RUN: not %maprace scan %s -- -std=c++17 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

// The companion's map as far as it is needed here.
namespace maprace {
template <class K, class V> class unordered_map : public std::unordered_map<K, V> {
public:
  void freeze() {}
};
} // namespace maprace

namespace inferred {
std::map<int, int> table_bad;
void run() {
  table_bad[1] = 1;
  table_bad.emplace(2, 2);
  std::thread A([] { (void)table_bad.find(1); }), B([] { (void)table_bad.count(2); });
  // CHECK: write-after-freeze.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'inferred::table_bad'{{.*}}is filled before{{.*}} [maprace-write-after-freeze]
  table_bad[3] = 3;
  A.join();
  B.join();
}
} // namespace inferred

namespace across_functions {
struct Config {
  void load() { rows_bad["a"] = "1"; }
  std::string get(const std::string &K) { return rows_bad.at(K); }
  void reload(const std::string &K) {
    // CHECK: write-after-freeze.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'across_functions::Config::rows_bad'{{.*}}is filled before{{.*}} [maprace-write-after-freeze]
    rows_bad[K] = "2";
  }
  std::unordered_map<std::string, std::string> rows_bad;
};
void run() {
  Config C;
  C.load();
  std::thread A([&] { C.get("a"); });
  C.reload("b");
  A.join();
}
} // namespace across_functions

namespace initialised {
std::map<int, int> codes_bad = {{1, 2}, {3, 4}};
void run() {
  std::thread A([] {
    for (auto &Each : codes_bad)
      (void)Each;
  });
  // CHECK: write-after-freeze.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'initialised::codes_bad'{{.*}} [maprace-write-after-freeze]
  codes_bad.erase(1);
  A.join();
}
} // namespace initialised

namespace annotated {
struct Registry {
  void seal() { rows_bad[0] = 0; }
  void add(int K) {
    // CHECK: write-after-freeze.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'annotated::Registry::rows_bad'{{.*}}is frozen after 'seal'{{.*}} [maprace-write-after-freeze]
    rows_bad[K] = K;
  }
  [[clang::annotate("maprace::frozen_after:seal")]] std::map<int, int> rows_bad;
};
// No thread runs any more; the promise is broken all the same.
void run() {
  Registry R;
  R.add(1);
  R.seal();
  std::thread A([&] { (void)R.rows_bad.find(1); });
  A.join();
  R.add(2);
}
} // namespace annotated

namespace annotated_global {
[[clang::annotate("maprace::frozen_after:annotated_global::start")]] std::map<int, int> options_bad;
void start() { options_bad[1] = 1; }
void run() {
  start();
  std::thread A([] {
    // CHECK: write-after-freeze.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'annotated_global::options_bad'{{.*}}is frozen after{{.*}} [maprace-write-after-freeze]
    options_bad.clear();
  });
  A.join();
}
} // namespace annotated_global

namespace own_freeze {
maprace::unordered_map<int, int> names_bad;
void run() {
  names_bad[1] = 1;
  names_bad.freeze();
  // CHECK: write-after-freeze.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'own_freeze::names_bad'{{.*}}is frozen by 'freeze'{{.*}} [maprace-write-after-freeze]
  names_bad.insert({2, 2});
}
} // namespace own_freeze

namespace frozen_in_a_callee {
maprace::unordered_map<int, int> names_bad;
void publish() { names_bad.freeze(); }
void add(int K) {
  // CHECK: write-after-freeze.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'frozen_in_a_callee::names_bad'{{.*}}is frozen by 'freeze'{{.*}} [maprace-write-after-freeze]
  names_bad[K] = K;
}
void run() {
  add(1);
  publish();
  std::thread A([] { add(2); });
  A.join();
}
} // namespace frozen_in_a_callee

namespace filled_first {
std::map<int, int> table_ok;
void run() {
  table_ok[1] = 1;
  std::thread A([] { (void)table_ok.find(1); }), B([] { (void)table_ok.find(2); });
  A.join();
  B.join();
  table_ok[2] = 2; // they are over
}
} // namespace filled_first

namespace readers_lock {
// Everybody takes the lock: nothing is frozen.
std::mutex Mu;
std::map<int, int> lockedTable_ok;
void run() {
  lockedTable_ok[1] = 1;
  std::thread A([] {
    std::lock_guard L(Mu);
    (void)lockedTable_ok.find(1);
  });
  {
    std::lock_guard L(Mu);
    lockedTable_ok[3] = 3;
  }
  A.join();
}
} // namespace readers_lock

namespace sealed_last {
struct Registry {
  void add(int K) { sealedRows_ok[K] = K; }
  void seal() { add(0); } // its own writes come before its return
  [[clang::annotate("maprace::frozen_after:seal")]] std::map<int, int> sealedRows_ok;
};
void run() {
  Registry R;
  R.add(1);
  R.seal();
  std::thread A([&] { (void)R.sealedRows_ok.find(1); });
  A.join();
}
} // namespace sealed_last

namespace other_object {
struct Registry {
  void add(int K) { eachRows_ok[K] = K; }
  void seal() {}
  [[clang::annotate("maprace::frozen_after:seal")]] std::map<int, int> eachRows_ok;
};
void run() {
  Registry First, Second;
  First.add(1);
  First.seal();
  Second.add(2);
  Second.seal();
}
} // namespace other_object

namespace perhaps_frozen {
maprace::unordered_map<int, int> maybeFrozen_ok;
void run(bool Final) {
  maybeFrozen_ok[1] = 1;
  if (Final)
    maybeFrozen_ok.freeze();
  else
    maybeFrozen_ok[2] = 2;
}
} // namespace perhaps_frozen

namespace read_after_freeze {
maprace::unordered_map<int, int> frozenRead_ok;
void run() {
  frozenRead_ok[1] = 1;
  frozenRead_ok.freeze();
  std::thread A([] { (void)frozenRead_ok.find(1); });
  (void)frozenRead_ok.size();
  A.join();
}
} // namespace read_after_freeze

namespace same_place {
class Routes {
public:
  void fill(int Generation) {
    for (int I = 0; I < 9; ++I)
      // CHECK: write-after-freeze.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: late write: 'same_place::Routes::refilledBad' is filled before the threads that read it are started, and is then written by 'operator[]' with no lock held, {{.*}} [maprace-write-after-freeze]
      refilledBad[I] = Generation;
  }
  int find(int K) const { return refilledBad.find(K)->second; }

private:
  std::map<int, int> refilledBad;
};
void run() {
  Routes R;
  R.fill(1);
  std::thread A([&] { (void)R.find(1); });
  R.fill(2);
  A.join();
}
} // namespace same_place

namespace same_place_joined {
class Routes {
public:
  void fill(int Generation) { refilled_ok[1] = Generation; }
  int find(int K) const { return refilled_ok.find(K)->second; }

private:
  std::map<int, int> refilled_ok;
};
void run() {
  Routes R;
  R.fill(1);
  std::thread A([&] { (void)R.find(1); });
  A.join();
  R.fill(2);
}
} // namespace same_place_joined

namespace set_before_own_start {
// the loop sets up each object just before its own thread is started
class Worker {
public:
  void allow(int Cpu) { cpus_ok[Cpu] = 1; }
  void start() { Handle = std::thread(&Worker::work, this); }
  void stop() { Handle.join(); }

private:
  void work() { (void)cpus_ok.find(0); }
  std::map<int, int> cpus_ok;
  std::thread Handle;
};
struct Poller {
  Worker *Own = new Worker;
};
void launch(Worker &W, int Cpu) {
  W.allow(Cpu);
  W.start();
}
void run() {
  static std::map<int, Poller> Pollers;
  for (int I = 0; I < 3; ++I)
    launch(*Pollers[I].Own, I);
  for (auto &P : Pollers)
    P.second.Own->stop();
}
} // namespace set_before_own_start

namespace set_when_started {
class Worker {
public:
  void allow(int Cpu) {
    // CHECK: write-after-freeze.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map read and map write: 'set_when_started::Worker::lateCpusBad' is written by 'operator[]'{{.*}} [maprace-unguarded-access]
    lateCpusBad[Cpu] = 1;
  }
  void start() { Handle = std::thread(&Worker::work, this); }
  void stop() { Handle.join(); }

private:
  void work() { (void)lateCpusBad.find(0); }
  std::map<int, int> lateCpusBad;
  std::thread Handle;
};
struct Poller {
  Worker *Own = new Worker;
};
void launch(Worker &W, int Cpu) {
  W.start();
  W.allow(Cpu);
}
void run() {
  static std::map<int, Poller> Pollers;
  for (int I = 0; I < 3; ++I)
    launch(*Pollers[I].Own, I);
  for (auto &P : Pollers)
    P.second.Own->stop();
}
} // namespace set_when_started

int main(int Count, char **) {
  same_place::run();
  same_place_joined::run();
  set_before_own_start::run();
  set_when_started::run();
  inferred::run();
  across_functions::run();
  initialised::run();
  annotated::run();
  annotated_global::run();
  own_freeze::run();
  frozen_in_a_callee::run();
  filled_first::run();
  readers_lock::run();
  sealed_last::run();
  other_object::run();
  perhaps_frozen::run(Count > 1);
  read_after_freeze::run();
}
