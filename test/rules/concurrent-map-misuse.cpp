// MR12: where the promise of a concurrent container ends.
//
// RUN: not %maprace scan %s -- -std=c++17 -pthread -isystem %S/mocks > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include "concurrent_maps.h"
#include <atomic>
#include <mutex>
#include <thread>

template <class F> void twice(F Work) {
  std::thread A(Work), B(Work);
  A.join();
  B.join();
}

namespace erased {
tbb::concurrent_unordered_map<int, int> tableBad;
void add(int K) { tableBad.emplace(K, K); }
void run() {
  std::thread A(add, 1);
  // CHECK: concurrent-map-misuse.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'unsafe_erase' on the concurrent container 'erased::tableBad' must not run beside other operations{{.*}} [maprace-concurrent-map-misuse]
  tableBad.unsafe_erase(1);
  A.join();
}
} // namespace erased

namespace cleared {
class Cache {
public:
  void add(int K) { entriesBad.insert({K, K}); }
  // CHECK: concurrent-map-misuse.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'clear' on the concurrent container 'cleared::Cache::entriesBad' must not run beside other operations{{.*}} [maprace-concurrent-map-misuse]
  void reset() { entriesBad.clear(); }

private:
  tbb::concurrent_hash_map<int, int> entriesBad;
};
void run() {
  Cache C;
  std::thread A([&] { C.add(1); });
  C.reset();
  A.join();
}
} // namespace cleared

namespace iterated {
tbb::concurrent_hash_map<int, int> rowsBad;
int sum() {
  int Total = 0;
  // CHECK: concurrent-map-misuse.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'range-for' on the concurrent container 'iterated::rowsBad' goes over elements that others must not change meanwhile; {{.*}} [maprace-concurrent-map-misuse]
  for (auto &Row : rowsBad)
    Total += Row.second;
  return Total;
}
void run() {
  std::thread A([] { rowsBad.insert({1, 1}); });
  sum();
  A.join();
}
} // namespace iterated

namespace counted {
tbb::concurrent_unordered_map<int, long> hitsBad;
void hit(int K) {
  // CHECK: concurrent-map-misuse.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: '++' on the concurrent container 'counted::hitsBad' reads and writes an element in two steps, and the container guards neither; {{.*}} [maprace-concurrent-map-misuse]
  ++hitsBad[K];
}
void run() {
  twice([] { hit(1); });
}
} // namespace counted

namespace rehashed {
tbb::concurrent_unordered_map<int, int> tableBad;
void grow() {
  // CHECK: concurrent-map-misuse.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'rehash' on the concurrent container 'rehashed::tableBad' must not run beside other operations; {{.*}} may run 'count' at the same time [maprace-concurrent-map-misuse]
  tableBad.rehash(1000);
}
void run() {
  std::thread A([] { tableBad.count(1); });
  grow();
  A.join();
}
} // namespace rehashed

namespace sharded_iteration {
struct Mutex {
  void lock();
  void unlock();
};
phmap::parallel_flat_hash_map<int, int, Mutex> wordsBad;
int sum() {
  int Total = 0;
  // CHECK: concurrent-map-misuse.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'begin' on the concurrent container 'sharded_iteration::wordsBad' goes over elements{{.*}} [maprace-concurrent-map-misuse]
  for (auto It = wordsBad.begin(); It != wordsBad.end(); ++It)
    Total += It->second;
  return Total;
}
void run() {
  std::thread A([] { wordsBad.emplace(1, 1); });
  sum();
  A.join();
}
} // namespace sharded_iteration

namespace added_up {
phmap::parallel_flat_hash_map<int, long, sharded_iteration::Mutex> bytesBad;
void add(int K, long N) {
  // CHECK: concurrent-map-misuse.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'compound assignment' on the concurrent container 'added_up::bytesBad' reads and writes {{.*}} [maprace-concurrent-map-misuse]
  bytesBad[K] += N;
}
void run() {
  twice([] { add(1, 2); });
}
} // namespace added_up

namespace promised {
tbb::concurrent_unordered_map<int, int> tableOk;
void work(int K) {
  tableOk.emplace(K, K);
  tableOk.count(K);
}
void run() {
  std::thread A(work, 1);
  work(2);
  A.join();
  tableOk.clear();
}
} // namespace promised

namespace iteration_is_safe {
tbb::concurrent_unordered_map<int, int> tableOk;
void run() {
  std::thread A([] { tableOk.emplace(1, 1); });
  int Total = 0;
  for (auto &Row : tableOk)
    Total += Row.second;
  A.join();
}
} // namespace iteration_is_safe

namespace blocks_by_itself {
// boost::concurrent_flat_map, folly and libcuckoo clear and rehash in step with the others
boost::concurrent_flat_map<int, int> visitedOk;
folly::ConcurrentHashMap<int, int> hashedOk;
libcuckoo::cuckoohash_map<int, int> cuckooOk;
void run() {
  twice([] {
    visitedOk.insert({1, 1});
    visitedOk.clear();
    visitedOk.rehash(100);
    hashedOk.insert(1, 1);
    hashedOk.clear();
    cuckooOk.insert(1, 1);
    cuckooOk.clear();
    cuckooOk.rehash(4);
  });
}
} // namespace blocks_by_itself

namespace visited {
boost::concurrent_flat_map<int, long> hitsOk;
libcuckoo::cuckoohash_map<int, long> countsOk;
void run() {
  twice([] {
    hitsOk.visit(1, [](auto &E) { ++E.second; });
    countsOk.upsert(1, [](long &N) { ++N; }, 1);
  });
}
} // namespace visited

namespace through_an_accessor {
tbb::concurrent_hash_map<int, long> hitsOk;
void hit(int K) {
  tbb::concurrent_hash_map<int, long>::accessor A;
  hitsOk.insert(A, K);
  ++A->second;
}
void run() {
  twice([] { hit(1); });
}
} // namespace through_an_accessor

namespace atomic_values {
tbb::concurrent_unordered_map<int, std::atomic<long>> hitsOk;
void run() {
  twice([] { ++hitsOk[1]; });
}
} // namespace atomic_values

namespace locked_outside {
std::mutex Mu;
tbb::concurrent_unordered_map<int, long> hitsOk;
void run() {
  twice([] {
    std::lock_guard<std::mutex> L(Mu);
    ++hitsOk[1];
    hitsOk.unsafe_erase(2);
  });
}
} // namespace locked_outside

int main() {
  erased::run();
  cleared::run();
  iterated::run();
  counted::run();
  rehashed::run();
  sharded_iteration::run();
  added_up::run();
  promised::run();
  iteration_is_safe::run();
  blocks_by_itself::run();
  visited::run();
  through_an_accessor::run();
  atomic_values::run();
  locked_outside::run();
}
