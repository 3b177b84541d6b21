// MR10: creation on first use, unsynchronised.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

template <class F> void twice(F Work) {
  std::thread A(Work), B(Work);
  A.join();
  B.join();
}

namespace check_and_create {
using Map = std::unordered_map<int, int>;
Map *tableBad;
Map &table() {
  if (!tableBad)
    // CHECK: racy-lazy-init-ways.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'check_and_create::tableBad' is created on first use with no lock held{{.*}} [maprace-racy-lazy-init]
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
      // CHECK: racy-lazy-init-ways.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'double_checked::tableBad' is created on first use holding 'double_checked::Mu'{{.*}} [maprace-racy-lazy-init]
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

namespace member_pointer {
class Config {
public:
  int get(int K) {
    if (!valuesBad)
      // CHECK: racy-lazy-init-ways.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'member_pointer::Config::valuesBad' is created on first use with no lock held{{.*}} [maprace-racy-lazy-init]
      valuesBad = std::make_unique<std::map<int, int>>();
    return valuesBad->count(K);
  }

private:
  std::unique_ptr<std::map<int, int>> valuesBad;
};
void run() {
  Config C;
  twice([&] { C.get(1); });
}
} // namespace member_pointer

namespace optional_map {
std::optional<std::unordered_map<int, int>> tableBad;
bool has(int K) {
  if (!tableBad.has_value())
    // CHECK: racy-lazy-init-ways.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'optional_map::tableBad' is created on first use with no lock held{{.*}} [maprace-racy-lazy-init]
    tableBad.emplace();
  return tableBad->count(K);
}
void run() {
  twice([] { has(1); });
}
} // namespace optional_map

namespace through_a_helper {
std::shared_ptr<std::map<int, int>> tableBad;
void create() {
  if (tableBad == nullptr)
    // CHECK: racy-lazy-init-ways.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'through_a_helper::tableBad' is created on first use with no lock held{{.*}} [maprace-racy-lazy-init]
    tableBad = std::make_shared<std::map<int, int>>();
}
bool has(int K) {
  create();
  return tableBad->count(K);
}
void run() {
  twice([] { has(1); });
}
} // namespace through_a_helper

namespace created_before_the_threads {
std::unique_ptr<std::map<int, int>> tableOk;
bool has(int K) { return tableOk->count(K); }
void run() {
  if (!tableOk)
    tableOk = std::make_unique<std::map<int, int>>();
  twice([] { has(1); });
}
} // namespace created_before_the_threads

namespace once {
std::once_flag Flag;
std::unique_ptr<std::map<int, int>> tableOk;
bool has(int K) {
  std::call_once(Flag, [] { tableOk = std::make_unique<std::map<int, int>>(); });
  return tableOk->count(K);
}
void run() {
  twice([] { has(1); });
}
} // namespace once

namespace atomic_pointer {
// double-checked locking done right
std::mutex Mu;
std::atomic<const std::map<int, int> *> tableOk;
bool has(int K) {
  const std::map<int, int> *Table = tableOk.load(std::memory_order_acquire);
  if (!Table) {
    std::lock_guard L(Mu);
    Table = tableOk.load(std::memory_order_relaxed);
    if (!Table) {
      Table = new std::map<int, int>{{1, 1}};
      tableOk.store(Table, std::memory_order_release);
    }
  }
  return Table->count(K);
}
void run() {
  twice([] { has(1); });
}
} // namespace atomic_pointer

namespace each_its_own {
thread_local std::unique_ptr<std::map<int, int>> tableOk;
bool has(int K) {
  if (!tableOk)
    tableOk = std::make_unique<std::map<int, int>>();
  return tableOk->count(K);
}
void run() {
  twice([] { has(1); });
}
} // namespace each_its_own

int main() {
  check_and_create::run();
  double_checked::run();
  safe::run();
  member_pointer::run();
  optional_map::run();
  through_a_helper::run();
  created_before_the_threads::run();
  once::run();
  atomic_pointer::run();
  each_its_own::run();
}
