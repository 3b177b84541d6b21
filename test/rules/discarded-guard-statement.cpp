// MR16: a guard that dies at once.
//
// RUN: not %maprace scan %s -- -std=c++17 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <map>
#include <mutex>
#include <shared_mutex>
#include <thread>

template <class F> void twice(F Work) {
  std::thread A(Work), B(Work);
  A.join();
  B.join();
}

namespace unnamed {
class Table {
public:
  void putBad(int K) {
    // CHECK: discarded-guard-statement.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: this guard is destroyed at once: 'unnamed::Table::rowsBad' is then written by 'operator[]' with no lock held{{.*}} [maprace-discarded-guard]
    std::lock_guard<std::mutex>{Mu};
    rowsBad[K] = K;
  }

private:
  std::mutex Mu;
  std::map<int, int> rowsBad;
};
void run() {
  Table T;
  std::thread A([&] { T.putBad(1); });
  T.putBad(2);
  A.join();
}
} // namespace unnamed

namespace comma {
// alive for the rest of its expression, and long enough for that
class Table {
public:
  void put(int K) { (std::lock_guard<std::mutex>{Mu}, rowsOk[K] = K); }

private:
  std::mutex Mu;
  std::map<int, int> rowsOk;
};
void run() {
  Table T;
  std::thread A([&] { T.put(1); });
  T.put(2);
  A.join();
}
} // namespace comma

namespace named {
class Table {
public:
  auto guard() { return std::unique_lock<std::mutex>(Mu); }
  void put(int K) {
    auto G = guard();
    rowsOk[K] = K;
  }

private:
  std::mutex Mu;
  std::map<int, int> rowsOk;
};
void run() {
  Table T;
  std::thread A([&] { T.put(1); });
  T.put(2);
  A.join();
}
} // namespace named

namespace deduced {
std::mutex Mu;
std::map<int, int> rowsBad;
void put(int K) {
  // CHECK: discarded-guard-statement.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: this guard is destroyed at once: 'deduced::rowsBad' {{.*}} [maprace-discarded-guard]
  std::scoped_lock<std::mutex>{Mu};
  rowsBad[K] = K;
}
void run() {
  twice([] { put(1); });
}
} // namespace deduced

namespace reader {
std::shared_mutex Mu;
std::map<int, int> rowsBad;
bool has(int K) {
  // CHECK: discarded-guard-statement.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: this guard is destroyed at once: 'reader::rowsBad' is then read by 'count' {{.*}} [maprace-discarded-guard]
  std::shared_lock<std::shared_mutex>{Mu};
  return rowsBad.count(K);
}
void put(int K) {
  std::unique_lock L(Mu);
  rowsBad[K] = K;
}
void run() {
  std::thread A(put, 1);
  has(1);
  A.join();
}
} // namespace reader

namespace made_by_a_function {
class Table {
public:
  std::unique_lock<std::mutex> lock() { return std::unique_lock<std::mutex>(Mu); }
  void put(int K) {
    // CHECK: discarded-guard-statement.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: this guard is destroyed at once: 'made_by_a_function::Table::rowsBad' {{.*}} [maprace-discarded-guard]
    lock();
    rowsBad[K] = K;
  }

private:
  std::mutex Mu;
  std::map<int, int> rowsBad;
};
void run() {
  Table T;
  twice([&] { T.put(1); });
}
} // namespace made_by_a_function

namespace before_a_loop {
std::mutex Mu;
std::map<int, int> rowsBad;
int sum() {
  int Total = 0;
  // CHECK: discarded-guard-statement.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: this guard is destroyed at once: 'before_a_loop::rowsBad' is then iterated over {{.*}} [maprace-discarded-guard]
  std::unique_lock<std::mutex>{Mu};
  for (auto &[K, V] : rowsBad)
    Total += V;
  return Total;
}
void put(int K) {
  std::lock_guard L(Mu);
  rowsBad[K] = K;
}
void run() {
  std::thread A(put, 1);
  sum();
  A.join();
}
} // namespace before_a_loop

namespace boosted {
// brackets instead of braces, and a name for the type
using Guard = std::lock_guard<std::mutex>;
struct Table {
  std::mutex Mu;
  std::map<int, int> rowsBad;
  void drop(int K) {
    // CHECK: discarded-guard-statement.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: this guard is destroyed at once: 'boosted::Table::rowsBad' is then written by 'erase' {{.*}} [maprace-discarded-guard]
    Guard{this->Mu};
    rowsBad.erase(K);
  }
};
void run() {
  Table T;
  twice([&] { T.drop(1); });
}
} // namespace boosted

namespace nobody_else {
std::mutex Mu;
std::map<int, int> rowsOk;
void put(int K) {
  std::lock_guard<std::mutex>{Mu};
  rowsOk[K] = K;
}
void run() { put(1); }
} // namespace nobody_else

namespace second_guard {
std::mutex Mu;
std::map<int, int> rowsOk;
void put(int K) {
  std::lock_guard<std::mutex>{Mu}; // waits for whoever is in there
  std::lock_guard<std::mutex> L{Mu};
  rowsOk[K] = K;
}
void run() {
  twice([] { put(1); });
}
} // namespace second_guard

namespace until_the_end_of_the_call {
std::mutex Mu;
std::map<int, int> rowsOk;
int put(const std::lock_guard<std::mutex> &, int K) { return rowsOk[K] = K; }
void run() {
  twice([] { put(std::lock_guard<std::mutex>{Mu}, 1); });
}
} // namespace until_the_end_of_the_call

namespace kept_by_reference {
std::mutex Mu;
std::map<int, int> rowsOk;
void put(int K) {
  const auto &Guard = std::lock_guard<std::mutex>{Mu};
  (void)Guard;
  rowsOk[K] = K;
}
void run() {
  twice([] { put(1); });
}
} // namespace kept_by_reference

int main() {
  unnamed::run();
  comma::run();
  named::run();
  deduced::run();
  reader::run();
  made_by_a_function::run();
  before_a_loop::run();
  boosted::run();
  nobody_else::run();
  second_guard::run();
  until_the_end_of_the_call::run();
  kept_by_reference::run();
}
