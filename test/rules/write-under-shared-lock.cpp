// MR03: a change under the reader side of a lock.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <atomic>
#include <map>
#include <mutex>
#include <pthread.h>
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

namespace insert_under_reader {
class Cache {
public:
  void put(int K) {
    std::shared_lock L(Mu);
    // CHECK: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map writes: 'insert_under_reader::Cache::entriesBad' is changed by 'operator[]' holding 'Cache::Mu' (shared); a reader's lock does not keep other readers out [maprace-write-under-shared-lock]
    entriesBad[K] = K;
  }

private:
  std::shared_mutex Mu;
  std::unordered_map<int, int> entriesBad;
};
void run() {
  Cache C;
  std::vector<std::thread> Pool;
  for (int I = 0; I < 2; ++I)
    Pool.emplace_back([&C] { C.put(1); });
  for (auto &T : Pool)
    T.join();
}
} // namespace insert_under_reader

namespace through_helper {
pthread_rwlock_t Lock = PTHREAD_RWLOCK_INITIALIZER;
std::map<int, int> tableBad;
// CHECK: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map {{.*}}'through_helper::tableBad' is changed by 'erase' holding 'through_helper::Lock' (shared){{.*}} [maprace-write-under-shared-lock]
void prune() { tableBad.erase(1); }
void *work(void *) {
  pthread_rwlock_rdlock(&Lock);
  if (tableBad.count(1))
    prune();
  pthread_rwlock_unlock(&Lock);
  return nullptr;
}
void run() {
  pthread_t T[2];
  for (auto &X : T)
    pthread_create(&X, nullptr, work, nullptr);
  for (auto &X : T)
    pthread_join(X, nullptr);
}
} // namespace through_helper

// Every operation that may change the structure, one map each.
namespace mutators {
std::shared_mutex Mu;
std::map<int, int> triedBad, extractedBad, mergedBad, swappedBad, From;
std::unordered_map<int, int> reservedBad, loadedBad, clearedBad, hintedBad, assignedBad, erasedIfBad;
void work() {
  std::shared_lock L(Mu);
  // CHECK: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'mutators::triedBad' is changed by 'try_emplace' holding {{.*}} [maprace-write-under-shared-lock]
  triedBad.try_emplace(1, 2);
  // CHECK: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'mutators::extractedBad' is changed by 'extract' holding {{.*}} [maprace-write-under-shared-lock]
  extractedBad.extract(1);
  std::map<int, int> Other;
  // CHECK: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'mutators::mergedBad' is changed by 'merge' holding {{.*}} [maprace-write-under-shared-lock]
  mergedBad.merge(Other);
  // CHECK: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'mutators::swappedBad' is changed by 'swap' holding {{.*}} [maprace-write-under-shared-lock]
  swappedBad.swap(Other);
  // CHECK: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'mutators::reservedBad' is changed by 'reserve' holding {{.*}} [maprace-write-under-shared-lock]
  reservedBad.reserve(100);
  // CHECK: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'mutators::loadedBad' is changed by 'max_load_factor' holding {{.*}} [maprace-write-under-shared-lock]
  loadedBad.max_load_factor(0.5f);
  // CHECK: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'mutators::clearedBad' is changed by 'clear' holding {{.*}} [maprace-write-under-shared-lock]
  clearedBad.clear();
  // CHECK: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'mutators::hintedBad' is changed by 'emplace_hint' holding {{.*}} [maprace-write-under-shared-lock]
  hintedBad.emplace_hint(hintedBad.end(), 1, 1);
  // CHECK: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'mutators::assignedBad' is changed by 'operator=' holding {{.*}} [maprace-write-under-shared-lock]
  assignedBad = {{1, 1}};
  // CHECK: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'mutators::erasedIfBad' is changed by 'erase_if' holding {{.*}} [maprace-write-under-shared-lock]
  std::erase_if(erasedIfBad, [](auto &E) { return E.second == 0; });
}
void run() { twice(work); }
} // namespace mutators

namespace value_through_iterator {
std::shared_mutex Mu;
std::map<int, std::string> namesBad;
void rename(int K) {
  std::shared_lock L(Mu);
  auto It = namesBad.find(K);
  if (It != namesBad.end())
    // CHECK: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent use of mapped values: a value of 'value_through_iterator::namesBad' is changed by '{{.*}}' holding 'value_through_iterator::Mu' (shared); {{.*}} [maprace-write-under-shared-lock]
    It->second.append("x");
}
void run() {
  twice([] { rename(1); });
}
} // namespace value_through_iterator

namespace value_in_a_loop {
struct Entry {
  int Uses = 0;
};
class Table {
public:
  void age() {
    std::shared_lock L(Mu);
    for (auto &[K, E] : rowsBad)
      // CHECK: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent use of mapped values: a value of 'value_in_a_loop::Table::rowsBad' is changed by '++' {{.*}} [maprace-write-under-shared-lock]
      ++E.Uses;
  }

private:
  std::shared_mutex Mu;
  std::unordered_map<int, Entry> rowsBad;
};
void run() {
  Table T;
  twice([&] { T.age(); });
}
} // namespace value_in_a_loop

namespace upgrade {
class Cache {
public:
  int get(int K) {
    {
      std::shared_lock L(Mu);
      if (auto I = entriesOk.find(K); I != entriesOk.end())
        return I->second;
    }
    std::unique_lock L(Mu);
    return entriesOk[K];
  }

private:
  std::shared_mutex Mu;
  std::unordered_map<int, int> entriesOk;
};
void run() {
  Cache C;
  std::thread A([&] { C.get(1); }), B([&] { C.get(1); });
  A.join();
  B.join();
}
} // namespace upgrade

namespace reads_only {
std::shared_mutex Mu;
std::unordered_map<int, int> tableOk;
void work() {
  std::shared_lock L(Mu);
  (void)(tableOk.size() + tableOk.count(1) + tableOk.bucket_count() + tableOk.max_load_factor());
  for (auto &[K, V] : tableOk)
    (void)V;
}
void run() { twice(work); }
} // namespace reads_only

namespace another_exclusive_lock {
std::shared_mutex Mu;
std::mutex Writers;
std::map<int, int> tableOk;
void put(int K) {
  std::shared_lock L(Mu);
  std::lock_guard W(Writers);
  tableOk[K] = K;
}
void run() {
  twice([] { put(1); });
}
} // namespace another_exclusive_lock

namespace atomic_values {
std::shared_mutex Mu;
std::map<int, std::atomic<int>> countersOk;
void count(int K) {
  std::shared_lock L(Mu);
  if (auto It = countersOk.find(K); It != countersOk.end())
    ++It->second;
}
void run() {
  twice([] { count(1); });
}
} // namespace atomic_values

namespace one_thread {
std::shared_mutex Mu;
std::map<int, int> tableOk;
void put(int K) {
  std::shared_lock L(Mu);
  tableOk[K] = K;
}
void run() {
  put(1);
  std::thread A([] {});
  A.join();
  put(2);
}
} // namespace one_thread

namespace own_map {
std::shared_mutex Mu;
void run() {
  twice([] {
    std::shared_lock L(Mu);
    std::map<int, int> localOk;
    localOk[1] = 2;
  });
}
} // namespace own_map

namespace pointer_of_its_own {
// what is set is a local pointer, and it is only read through
struct Resource {
  int render() const;
};
std::shared_mutex Mu;
std::map<int, Resource *> tableOk;
int render(int K) {
  Resource *Found = nullptr;
  std::shared_lock L(Mu);
  if (auto It = tableOk.find(K); It != tableOk.end())
    Found = It->second;
  return Found ? Found->render() : 0;
}
void run() {
  twice([] { render(1); });
}
} // namespace pointer_of_its_own

namespace values_under_the_writer {
std::shared_mutex Mu;
std::map<int, std::string> namesOk;
void rename(int K) {
  std::unique_lock L(Mu);
  if (auto It = namesOk.find(K); It != namesOk.end())
    It->second = "x";
}
void run() {
  twice([] { rename(1); });
}
} // namespace values_under_the_writer

int main() {
  insert_under_reader::run();
  through_helper::run();
  mutators::run();
  value_through_iterator::run();
  value_in_a_loop::run();
  upgrade::run();
  reads_only::run();
  another_exclusive_lock::run();
  atomic_values::run();
  one_thread::run();
  own_map::run();
  pointer_of_its_own::run();
  values_under_the_writer::run();
}
