// MR12 and MR07 on the real headers of oneTBB.
//
// REQUIRES: tbb
// RUN: not %maprace scan %s -- -std=c++17 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <tbb/concurrent_hash_map.h>
#include <tbb/concurrent_unordered_map.h>
#include <thread>

using HashMap = tbb::concurrent_hash_map<int, long>;
tbb::concurrent_unordered_map<int, long> tableBad, hitsBad, tableOk;
HashMap rowsBad, testedBad, releasedBad, rowsOk;

void work() {
  tableBad.emplace(1, 1);
  // CHECK: tbb.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'unsafe_erase' on the concurrent container 'tableBad' must not run beside {{.*}} [maprace-concurrent-map-misuse]
  tableBad.unsafe_erase(1);
  // CHECK: tbb.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: '++' on the concurrent container 'hitsBad' reads and writes {{.*}} [maprace-concurrent-map-misuse]
  ++hitsBad[1];
  rowsBad.insert({1, 1});
  long Total = 0;
  // CHECK: tbb.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'range-for' on the concurrent container 'rowsBad' goes over {{.*}} [maprace-concurrent-map-misuse]
  for (auto &Row : rowsBad)
    Total += Row.second;
  if (!testedBad.count(1))
    // CHECK: tbb.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'testedBad' is tested by 'count' and then written by 'insert' in two calls; {{.*}} [maprace-check-then-act]
    testedBad.insert({1, 1});
  HashMap::accessor Released;
  if (releasedBad.insert(Released, 1)) {
    long &N = Released->second;
    Released.release();
    // CHECK: tbb.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: an element of the concurrent container 'releasedBad' is used after release(), {{.*}} [maprace-concurrent-map-misuse]
    N = 2;
  }
  releasedBad.erase(1);
  tableOk.emplace(2, 2);
  for (auto &Row : tableOk)
    Total += Row.second;
  HashMap::accessor A;
  if (rowsOk.insert(A, 3))
    A->second = Total;
  rowsOk.erase(4);
}

int main() {
  std::thread A(work), B(work);
  A.join();
  B.join();
}
