// MR02: both sides hold locks, but none in common.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

template <class F> void twice(F Work) {
  std::thread A(Work), B(Work);
  A.join();
  B.join();
}

namespace two_locks {
class Table {
public:
  void put(int K) {
    std::lock_guard L(WriteMu);
    // CHECK: inconsistent-guard.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map read and map write under different guards: 'two_locks::Table::rowsBad' is written by 'emplace' holding 'Table::WriteMu', and read by 'count' holding 'Table::ReadMu'{{.*}} [maprace-inconsistent-guard]
    rowsBad.emplace(K, K);
  }
  bool has(int K) {
    std::lock_guard L(ReadMu);
    return rowsBad.count(K);
  }

private:
  std::mutex WriteMu, ReadMu;
  std::unordered_map<int, int> rowsBad;
};
void run() {
  Table T;
  std::thread A([&] { T.put(1); });
  T.has(1);
  A.join();
}
} // namespace two_locks

namespace odd_one_out {
// N-1 of N places hold the lock
class Cache {
public:
  void put(int K) {
    std::lock_guard L(Mu);
    entriesBad[K] = K;
  }
  bool has(int K) {
    std::lock_guard L(Mu);
    return entriesBad.count(K);
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    entriesBad.erase(K);
  }
  // CHECK: inconsistent-guard.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map {{.*}}, one side without the usual guard: 'odd_one_out::Cache::entriesBad' is written by 'clear' with no lock held{{.*}}3 of 4 places hold 'Cache::Mu' [maprace-inconsistent-guard]
  void reset() { entriesBad.clear(); }

private:
  std::mutex Mu;
  std::map<int, int> entriesBad;
};
void run() {
  Cache C;
  std::vector<std::thread> Pool;
  for (int I = 0; I < 2; ++I)
    Pool.emplace_back([&C] {
      C.put(1);
      C.has(1);
      C.drop(1);
    });
  C.reset();
  for (auto &T : Pool)
    T.join();
}
} // namespace odd_one_out

namespace instance_mutex_static_map {
// each object has a lock of its own around one map for all
class Session {
public:
  void add(int K) {
    std::lock_guard L(Mu);
    // CHECK: inconsistent-guard.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map writes under different guards: 'instance_mutex_static_map::Session::allBad'{{.*}} [maprace-inconsistent-guard]
    allBad[K] = K;
  }

private:
  std::mutex Mu;
  static std::map<int, int> allBad;
};
std::map<int, int> Session::allBad;
void run() {
  Session S1, S2;
  std::thread A([&] { S1.add(1); });
  std::thread B([&] { S2.add(2); });
  A.join();
  B.join();
}
} // namespace instance_mutex_static_map

namespace same_lock_two_ways {
// one lock reached by a getter and by name
class Store {
public:
  std::mutex &lock() { return Mu; }
  void put(int K) {
    std::lock_guard L(lock());
    dataOk[K] = K;
  }
  void drop(int K) {
    std::unique_lock L(Mu);
    dataOk.erase(K);
  }

private:
  std::mutex Mu;
  std::map<int, int> dataOk;
};
void run() {
  Store S;
  std::thread A([&] { S.put(1); });
  S.drop(1);
  A.join();
}
} // namespace same_lock_two_ways

namespace both_locks {
// a writer that holds both locks meets readers of either
class Table {
public:
  void put(int K) {
    std::scoped_lock L(A, B);
    rowsOk[K] = K;
  }
  bool has(int K) {
    std::lock_guard L(A);
    return rowsOk.count(K);
  }
  size_t size() {
    std::lock_guard L(B);
    return rowsOk.size();
  }

private:
  std::mutex A, B;
  std::map<int, int> rowsOk;
};
void run() {
  Table T;
  std::thread W([&] { T.put(1); }), R([&] { T.has(1); });
  T.size();
  W.join();
  R.join();
}
} // namespace both_locks

namespace reader_of_another_lock {
std::mutex A, B;
std::map<int, int> rowsBad;
void put(int K) {
  std::lock_guard L(A);
  rowsBad[K] = K;
}
int sum() {
  std::lock_guard L(B);
  int Total = 0;
  // CHECK: inconsistent-guard.cpp:{{[0-9]+}}:{{[0-9]+}}: warning: concurrent map iteration and map write under different guards: 'reader_of_another_lock::rowsBad' {{.*}} [maprace-inconsistent-guard]
  for (auto &[K, V] : rowsBad)
    Total += V;
  return Total;
}
void run() {
  std::thread T(put, 1);
  sum();
  T.join();
}
} // namespace reader_of_another_lock

namespace helper_with_its_own {
std::mutex A, B;
std::map<int, int> rowsBad;
void drop(int K) {
  std::lock_guard L(B);
  rowsBad.erase(K);
}
void put(int K) {
  std::lock_guard L(A);
  // CHECK: inconsistent-guard.cpp:{{[0-9]+}}:{{[0-9]+}}: warning: concurrent map writes under different guards: 'helper_with_its_own::rowsBad' {{.*}} [maprace-inconsistent-guard]
  rowsBad.emplace(K, K);
}
void run() {
  std::thread T([] { drop(1); });
  put(1);
  T.join();
}
} // namespace helper_with_its_own

namespace one_mutex_a_worker {
// each worker's own mutex around the map that all share
std::map<int, int> sharedBad;
struct Worker {
  std::mutex Mu;
  void work(int K) {
    std::lock_guard L(Mu);
    // CHECK: inconsistent-guard.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map writes under different guards: 'one_mutex_a_worker::sharedBad' {{.*}} of another object{{.*}} [maprace-inconsistent-guard]
    sharedBad[K] = K;
  }
};
void run() {
  Worker W1, W2;
  std::thread A([&] { W1.work(1); }), B([&] { W2.work(2); });
  A.join();
  B.join();
}
} // namespace one_mutex_a_worker

namespace one_of_two_in_common {
std::mutex A, B;
std::map<int, int> rowsOk;
void put(int K) {
  std::scoped_lock L(A, B);
  rowsOk[K] = K;
}
bool has(int K) {
  std::lock_guard L(B);
  return rowsOk.count(K);
}
void run() {
  std::thread T(put, 1);
  has(1);
  T.join();
}
} // namespace one_of_two_in_common

namespace reader_and_writer_side {
std::shared_mutex Mu;
std::map<int, int> rowsOk;
void put(int K) {
  std::unique_lock L(Mu);
  rowsOk[K] = K;
}
bool has(int K) {
  std::shared_lock L(Mu);
  return rowsOk.count(K);
}
void run() {
  std::thread T(put, 1);
  has(1);
  T.join();
}
} // namespace reader_and_writer_side

namespace a_map_for_each_lock {
std::mutex A, B;
std::map<int, int> firstOk, secondOk;
void work(int K) {
  {
    std::lock_guard L(A);
    firstOk[K] = K;
  }
  std::lock_guard L(B);
  secondOk[K] = K;
}
void run() {
  twice([] { work(1); });
}
} // namespace a_map_for_each_lock

int main() {
  two_locks::run();
  odd_one_out::run();
  instance_mutex_static_map::run();
  same_lock_two_ways::run();
  both_locks::run();
  reader_of_another_lock::run();
  helper_with_its_own::run();
  one_mutex_a_worker::run();
  one_of_two_in_common::run();
  reader_and_writer_side::run();
  a_map_for_each_lock::run();
}
