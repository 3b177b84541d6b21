// MR12: where the promise of a concurrent container ends.
//
// RUN: not %maprace scan %s -- -std=c++17 -pthread -isystem %S/mocks > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include "concurrent_maps.h"
#include <thread>

namespace erased {
tbb::concurrent_unordered_map<int, int> tableBad;
void add(int K) { tableBad.emplace(K, K); }
void run() {
  std::thread A(add, 1);
  // CHECK-DAG: concurrent-map-misuse.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'unsafe_erase' on the concurrent container 'erased::tableBad' must not run beside other operations{{.*}} [maprace-concurrent-map-misuse]
  tableBad.unsafe_erase(1);
  A.join();
}
} // namespace erased

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

int main() {
  erased::run();
  promised::run();
}
