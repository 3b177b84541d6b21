// MR12 and MR07 on the real header of libcuckoo.
//
// REQUIRES: libcuckoo
// RUN: not %maprace scan %s -- -std=c++17 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <libcuckoo/cuckoohash_map.hh>
#include <thread>

libcuckoo::cuckoohash_map<int, long> testedBad, swappedBad, keptBad, countsOk;

void work() {
  if (!testedBad.contains(1))
    // CHECK: cuckoo.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'testedBad' is tested by 'contains' and then written by 'insert' in two calls; {{.*}} [maprace-check-then-act]
    testedBad.insert(1, 1);
  swappedBad.insert(1, 1);
  libcuckoo::cuckoohash_map<int, long> Empty;
  // CHECK: cuckoo.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'swap' on the concurrent container 'swappedBad' must not run beside {{.*}} [maprace-concurrent-map-misuse]
  swappedBad.swap(Empty);
  long *Kept = nullptr;
  // CHECK: cuckoo.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: an element of the concurrent container 'keptBad' is left behind by the visitor, {{.*}} [maprace-concurrent-map-misuse]
  keptBad.update_fn(1, [&](long &N) { Kept = &N; });
  keptBad.erase(1);
  countsOk.upsert(1, [](long &N) { ++N; }, 1);
  countsOk.clear();
}

int main() {
  std::thread A(work), B(work);
  A.join();
  B.join();
}
