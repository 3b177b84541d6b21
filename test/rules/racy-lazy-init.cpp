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

template <class Fn> void twice(Fn F) {
  std::thread A(F), B(F);
  A.join();
  B.join();
}

namespace check_and_create {
using Map = std::unordered_map<int, int>;
Map *table_bad;
Map &table() {
  if (!table_bad)
    // CHECK: racy-lazy-init.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'check_and_create::table_bad'{{.*}}is created on first use with no lock held{{.*}} [maprace-racy-lazy-init]
    table_bad = new Map{{1, 1}};
  return *table_bad;
}
void run() {
  twice([] { table().count(1); });
}
} // namespace check_and_create

namespace double_checked {
std::mutex Mu;
std::map<int, int> *table_bad;
bool has(int K) {
  if (table_bad == nullptr) {
    std::lock_guard L(Mu);
    if (table_bad == nullptr)
      // CHECK: racy-lazy-init.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'double_checked::table_bad'{{.*}}is created on first use holding 'double_checked::Mu'{{.*}} [maprace-racy-lazy-init]
      table_bad = new std::map<int, int>;
  }
  return table_bad->count(K);
}
void run() {
  twice([] { has(1); });
}
} // namespace double_checked

namespace smart_pointer {
struct Cache {
  bool has(int K) {
    if (!rows_bad)
      // CHECK: racy-lazy-init.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'smart_pointer::Cache::rows_bad'{{.*}} [maprace-racy-lazy-init]
      rows_bad = std::make_unique<std::map<int, int>>();
    return rows_bad->count(K);
  }
  std::unique_ptr<std::map<int, int>> rows_bad;
};
void run() {
  Cache C;
  twice([&] { C.has(1); });
}
} // namespace smart_pointer

namespace optional {
std::optional<std::map<int, int>> table_bad;
bool has(int K) {
  if (!table_bad.has_value())
    // CHECK: racy-lazy-init.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'optional::table_bad'{{.*}} [maprace-racy-lazy-init]
    table_bad.emplace();
  return table_bad->count(K);
}
void run() {
  twice([] { has(1); });
}
} // namespace optional

namespace early_return {
std::shared_ptr<std::map<int, int>> table_bad;
std::map<int, int> &table() {
  if (table_bad)
    return *table_bad;
  // CHECK: racy-lazy-init.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'early_return::table_bad'{{.*}} [maprace-racy-lazy-init]
  table_bad.reset(new std::map<int, int>{{1, 1}});
  return *table_bad;
}
void run() {
  twice([] { table().count(1); });
}
} // namespace early_return

namespace through_a_helper {
struct Cache {
  void ensure() {
    if (rows_bad == nullptr)
      // CHECK: racy-lazy-init.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'through_a_helper::Cache::rows_bad'{{.*}} [maprace-racy-lazy-init]
      rows_bad = new std::map<int, int>;
  }
  bool has(int K) {
    ensure();
    return rows_bad->count(K);
  }
  std::map<int, int> *rows_bad = nullptr;
};
void run() {
  Cache C;
  twice([&] { C.has(1); });
}
} // namespace through_a_helper

namespace locked {
std::mutex Mu;
std::unique_ptr<std::map<int, int>> locked_ok;
bool has(int K) {
  std::lock_guard L(Mu);
  if (!locked_ok)
    locked_ok = std::make_unique<std::map<int, int>>();
  return locked_ok->count(K);
}
void run() {
  twice([] { has(1); });
}
} // namespace locked

namespace function_static {
const std::map<int, int> &magic_ok() {
  static const auto *M = new std::map<int, int>{{1, 1}};
  return *M;
}
void run() {
  twice([] { magic_ok().count(1); });
}
} // namespace function_static

namespace called_once {
std::once_flag Once;
std::map<int, int> *once_ok;
bool has(int K) {
  std::call_once(Once, [] { once_ok = new std::map<int, int>{{1, 1}}; });
  return once_ok->count(K);
}
void run() {
  twice([] { has(1); });
}
} // namespace called_once

namespace checked_and_called_once {
struct Cache {
  bool has(int K) {
    std::call_once(Once, [this] {
      if (!onceMember_ok)
        onceMember_ok = std::make_unique<std::map<int, int>>();
    });
    return onceMember_ok->count(K);
  }
  std::once_flag Once;
  std::unique_ptr<std::map<int, int>> onceMember_ok;
};
void run() {
  Cache C;
  twice([&] { C.has(1); });
}
} // namespace checked_and_called_once

namespace atomic_double_checked {
// Double-checked locking done right.
std::mutex Mu;
std::atomic<std::map<int, int> *> atomic_ok{nullptr};
bool has(int K) {
  auto *M = atomic_ok.load(std::memory_order_acquire);
  if (!M) {
    std::lock_guard L(Mu);
    M = atomic_ok.load(std::memory_order_relaxed);
    if (!M) {
      M = new std::map<int, int>{{1, 1}};
      atomic_ok.store(M, std::memory_order_release);
    }
  }
  return M->count(K);
}
void run() {
  twice([] { has(1); });
}
} // namespace atomic_double_checked

namespace atomic_flag {
std::mutex Mu;
std::atomic<bool> Ready{false};
std::map<int, int> *flagged_ok;
bool has(int K) {
  if (!Ready.load(std::memory_order_acquire)) {
    std::lock_guard L(Mu);
    if (!flagged_ok)
      flagged_ok = new std::map<int, int>{{1, 1}};
    Ready.store(true, std::memory_order_release);
  }
  return flagged_ok->count(K);
}
void run() {
  twice([] { has(1); });
}
} // namespace atomic_flag

namespace before_the_threads {
std::map<int, int> *early_ok;
std::map<int, int> &table() {
  if (!early_ok)
    early_ok = new std::map<int, int>;
  return *early_ok;
}
void run() {
  table();
  twice([] { early_ok->count(1); });
}
} // namespace before_the_threads

namespace thread_local_cache {
thread_local std::map<int, int> *perThread_ok;
bool has(int K) {
  if (!perThread_ok)
    perThread_ok = new std::map<int, int>;
  return perThread_ok->count(K);
}
void run() {
  twice([] { has(1); });
}
} // namespace thread_local_cache

int main() {
  check_and_create::run();
  double_checked::run();
  smart_pointer::run();
  optional::run();
  early_return::run();
  through_a_helper::run();
  locked::run();
  function_static::run();
  called_once::run();
  checked_and_called_once::run();
  atomic_double_checked::run();
  atomic_flag::run();
  before_the_threads::run();
  thread_local_cache::run();
}
