// MR10: creation on first use, unsynchronised.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace check_and_create {
using Map = std::unordered_map<int, int>;
Map *tableBad;
Map &table() {
  if (!tableBad)
    // CHECK-DAG: racy-lazy-init.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'check_and_create::tableBad' is created on first use with no lock held{{.*}} [maprace-racy-lazy-init]
    tableBad = new Map{{1, 1}};
  return *tableBad;
}
void run() {
  std::thread A([] { table().count(1); }), B([] { table().count(1); });
  A.join();
  B.join();
}
} // namespace check_and_create

namespace double_checked {
std::mutex Mu;
std::map<int, int> *tableBad;
bool has(int K) {
  if (tableBad == nullptr) {
    std::lock_guard L(Mu);
    if (tableBad == nullptr)
      // CHECK-DAG: racy-lazy-init.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'double_checked::tableBad' is created on first use holding 'double_checked::Mu'{{.*}}
      tableBad = new std::map<int, int>;
  }
  return tableBad->count(K);
}
void run() {
  std::thread A(has, 1), B(has, 2);
  A.join();
  B.join();
}
} // namespace double_checked

namespace safe {
std::mutex Mu;
std::unique_ptr<std::map<int, int>> lockedOk;
bool has(int K) {
  std::lock_guard L(Mu);
  if (!lockedOk)
    lockedOk = std::make_unique<std::map<int, int>>();
  return lockedOk->count(K);
}
const std::map<int, int> &magicOk() {
  static const auto *M = new std::map<int, int>{{1, 1}};
  return *M;
}
void run() {
  std::thread A([] { has(1) || magicOk().count(1); }), B([] { has(1) || magicOk().count(1); });
  A.join();
  B.join();
}
} // namespace safe

int main() {
  check_and_create::run();
  double_checked::run();
  safe::run();
}
