// MR12: elements of a concurrent map that outlive what guards them.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread -isystem %S/mocks > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include "concurrent_maps.h"
#include <string>
#include <thread>
#include <vector>

template <class F> void twice(F Work) {
  std::thread A(Work), B(Work);
  A.join();
  B.join();
}
struct Row {
  int Count = 0;
  std::string Name;
};
using Rows = tbb::concurrent_hash_map<int, Row>;

namespace used_after_release {
Rows rowsBad;
void work() {
  Rows::accessor A;
  if (rowsBad.insert(A, 1)) {
    Row &R = A->second;
    A.release();
    // CHECK: elements.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: an element of the concurrent container 'used_after_release::rowsBad' is used after release(), where nothing guards it; a thread started by std::thread may run 'erase' at the same time [maprace-concurrent-map-misuse]
    ++R.Count;
  }
  rowsBad.erase(2);
}
} // namespace used_after_release

namespace used_when_the_accessor_is_gone {
Rows rowsBad;
int work() {
  const Row *R = nullptr;
  {
    Rows::const_accessor A;
    if (rowsBad.find(A, 1))
      R = &A->second;
  }
  // CHECK: elements.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: an element of the concurrent container 'used_when_the_accessor_is_gone::rowsBad' is used when the accessor is gone, {{.*}} [maprace-concurrent-map-misuse]
  int Count = R ? R->Count : 0;
  rowsBad.erase(1);
  return Count;
}
} // namespace used_when_the_accessor_is_gone

namespace returned {
Rows rowsBad;
Row *row(int K) {
  Rows::accessor A;
  if (!rowsBad.find(A, K))
    return nullptr;
  // CHECK: elements.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: an element of the concurrent container 'returned::rowsBad' is returned, where nothing guards it; {{.*}} [maprace-concurrent-map-misuse]
  return &A->second;
}
void work() {
  if (Row *R = row(1))
    ++R->Count;
  rowsBad.erase(1);
}
} // namespace returned

namespace left_by_a_visitor {
boost::concurrent_flat_map<int, Row> rowsBad;
Row *row(int K) {
  Row *Found = nullptr;
  // CHECK: elements.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: an element of the concurrent container 'left_by_a_visitor::rowsBad' is left behind by the visitor, {{.*}} may run 'insert_or_assign' at the same time [maprace-concurrent-map-misuse]
  rowsBad.visit(K, [&](auto &Element) { Found = &Element.second; });
  return Found;
}
void work() {
  if (Row *R = row(1))
    ++R->Count;
  // the table is flat: what is added moves what is there
  rowsBad.insert_or_assign(1, Row());
}
} // namespace left_by_a_visitor

namespace collected_by_a_visitor {
struct Spin {
  void lock();
  void unlock();
};
phmap::parallel_flat_hash_map<int, Row, Spin> rowsBad;
void work() {
  std::vector<const Row *> All;
  // CHECK: elements.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: an element of the concurrent container 'collected_by_a_visitor::rowsBad' is left behind by the visitor, {{.*}} [maprace-concurrent-map-misuse]
  rowsBad.if_contains(1, [&](const auto &Element) { All.push_back(&Element.second); });
  rowsBad.erase(1);
}
} // namespace collected_by_a_visitor

namespace behind_an_iterator {
folly::ConcurrentHashMap<int, Row> rowsBad;
const Row &row(int K) {
  auto It = rowsBad.find(K);
  // CHECK: elements.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: an element of the concurrent container 'behind_an_iterator::rowsBad' is returned, {{.*}} [maprace-concurrent-map-misuse]
  return It->second;
}
void work() {
  row(1);
  rowsBad.erase(1);
}
} // namespace behind_an_iterator

namespace in_a_locked_table {
libcuckoo::cuckoohash_map<int, Row> rowsBad;
void work() {
  Row *First = nullptr;
  {
    auto Table = rowsBad.lock_table();
    First = &Table.at(1);
    ++First->Count;
  }
  // CHECK: elements.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: an element of the concurrent container 'in_a_locked_table::rowsBad' is used when the accessor is gone, {{.*}} [maprace-concurrent-map-misuse]
  ++First->Count;
  rowsBad.erase(1);
}
} // namespace in_a_locked_table

namespace released_last {
Rows rowsOk;
void work() {
  Rows::accessor A;
  if (rowsOk.insert(A, 1)) {
    Row &R = A->second;
    ++R.Count;
    if (R.Count > 9) {
      A.release();
      return;
    }
    R.Name = "a";
    A.release();
  }
  rowsOk.erase(2);
}
} // namespace released_last

namespace copied_out {
Rows rowsOk;
Row row(int K) {
  Row Copy;
  {
    Rows::const_accessor A;
    if (rowsOk.find(A, K))
      Copy = A->second;
  }
  return Copy;
}
void work() {
  row(1);
  rowsOk.erase(1);
}
} // namespace copied_out

namespace seen_in_the_visitor {
boost::concurrent_flat_map<int, Row> rowsOk;
void work() {
  std::vector<Row> All;
  int Sum = 0;
  rowsOk.visit_all([&](auto &Element) {
    Row &R = Element.second;
    Row *Same = &Element.second;
    Sum += R.Count + Same->Count;
    All.push_back(Element.second);
  });
  rowsOk.erase(1);
}
} // namespace seen_in_the_visitor

namespace nothing_is_erased {
// the table's nodes stay where they are
Rows rowsOk;
Row *row(int K) {
  Rows::accessor A;
  rowsOk.insert(A, K);
  return &A->second;
}
void work() { row(1); }
} // namespace nothing_is_erased

namespace while_the_iterator_lives {
folly::ConcurrentHashMap<int, Row> rowsOk;
int work() {
  auto It = rowsOk.find(1);
  const Row &R = It->second;
  int Count = R.Count;
  rowsOk.erase(1);
  return Count;
}
} // namespace while_the_iterator_lives

int main() {
  twice(used_after_release::work);
  twice(used_when_the_accessor_is_gone::work);
  twice(returned::work);
  twice(left_by_a_visitor::work);
  twice(collected_by_a_visitor::work);
  twice(behind_an_iterator::work);
  twice(in_a_locked_table::work);
  twice(released_last::work);
  twice(copied_out::work);
  twice(seen_in_the_visitor::work);
  twice(nothing_is_erased::work);
  twice(while_the_iterator_lives::work);
}
