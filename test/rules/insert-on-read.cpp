// MR04: operator[] where only the value is wanted.
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

namespace reader_lock {
class Cache {
public:
  int get(int K) {
    std::shared_lock L(Mu);
    // CHECK: insert-on-read.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'operator[]' inserts into 'reader_lock::Cache::entriesBad' what is absent, and is used here only to read, holding 'Cache::Mu' (shared), while a thread started by std::thread may use it by 'operator[]' holding 'Cache::Mu' (shared); find() and at() insert nothing [maprace-insert-on-read]
    return entriesBad[K];
  }

private:
  std::shared_mutex Mu;
  std::unordered_map<int, int> entriesBad;
};
void run() {
  Cache C;
  twice([&] { C.get(1); });
}
} // namespace reader_lock

namespace concurrent_readers {
// filled before the threads start; nobody means to change it afterwards
std::map<int, std::string> namesBad;
std::size_t length(int K) {
  // CHECK: insert-on-read.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'operator[]' inserts into 'concurrent_readers::namesBad' what is absent, and is used here only to read, with no lock held, {{.*}} [maprace-insert-on-read]
  std::string Name = namesBad[K];
  return Name.size();
}
void run() {
  namesBad.emplace(1, "one");
  twice([] { length(1); });
}
} // namespace concurrent_readers

namespace beside_a_find {
std::unordered_map<int, int> portsBad;
bool open(int K) { return portsBad.find(K) != portsBad.end(); }
int port(int K) {
  // CHECK: insert-on-read.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'operator[]' inserts into 'beside_a_find::portsBad' {{.*}} [maprace-insert-on-read]
  if (portsBad[K] > 0)
    return 1;
  return 0;
}
void run() {
  portsBad.emplace(1, 80);
  std::thread A([] { open(1); });
  port(1);
  A.join();
}
} // namespace beside_a_find

namespace through_a_helper {
struct Setting {
  int Value = 0;
};
class Settings {
public:
  int value(const std::string &Name) {
    std::shared_lock L(Mu);
    return lookUp(Name);
  }

private:
  // CHECK: insert-on-read.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'operator[]' inserts into 'through_a_helper::Settings::allBad' what is absent, and is used here only to read, holding 'Settings::Mu' (shared), {{.*}} [maprace-insert-on-read]
  int lookUp(const std::string &Name) { return allBad[Name].Value; }
  std::shared_mutex Mu;
  std::map<std::string, Setting> allBad;
};
void run() {
  Settings S;
  twice([&] { S.value("a"); });
}
} // namespace through_a_helper

namespace in_a_sum {
std::unordered_map<int, long> weightsBad;
long sum(const std::vector<int> &Keys) {
  long Total = 0;
  for (int K : Keys)
    // CHECK: insert-on-read.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'operator[]' inserts into 'in_a_sum::weightsBad' {{.*}} [maprace-insert-on-read]
    Total += weightsBad[K];
  return Total;
}
void run() {
  std::vector<int> Keys{1, 2};
  twice([&] { sum(Keys); });
}
} // namespace in_a_sum

namespace writers_lock_properly {
class Table {
public:
  void put(int K) {
    std::unique_lock L(Mu);
    rowsBad[K] = K;
  }
  bool is(int K, int V) {
    std::shared_lock L(Mu);
    // CHECK: insert-on-read.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'operator[]' inserts into 'writers_lock_properly::Table::rowsBad' {{.*}} [maprace-insert-on-read]
    return rowsBad[K] == V;
  }

private:
  std::shared_mutex Mu;
  std::map<int, int> rowsBad;
};
void run() {
  Table T;
  std::thread A([&] { T.put(1); });
  twice([&] { T.is(1, 1); });
  A.join();
}
} // namespace writers_lock_properly

namespace exclusive_lock {
std::mutex Mu;
std::map<int, int> tableOk;
int get(int K) {
  std::lock_guard L(Mu);
  return tableOk[K];
}
void run() {
  twice([] { get(1); });
}
} // namespace exclusive_lock

namespace single_thread {
std::map<int, int> countsOk;
int get(int K) { return countsOk[K]; }
void run() {
  get(1);
  std::thread A([] {});
  A.join();
  get(2);
}
} // namespace single_thread

namespace found_not_made {
std::shared_mutex Mu;
std::unordered_map<int, int> entriesOk;
int get(int K) {
  std::shared_lock L(Mu);
  auto It = entriesOk.find(K);
  return It == entriesOk.end() ? 0 : It->second;
}
void run() {
  twice([] { get(1); });
}
} // namespace found_not_made

namespace at_throws {
const std::map<int, int> fixedOk{{1, 2}};
std::map<int, int> namesOk{{1, 2}};
void run() {
  twice([] { (void)(fixedOk.at(1) + namesOk.at(1)); });
}
} // namespace at_throws

namespace vector_index {
std::vector<std::map<int, int>> shardsOk(8);
void run() {
  twice([] { (void)shardsOk[1].count(2); });
}
} // namespace vector_index

namespace each_its_own {
void run() {
  twice([] {
    std::map<int, int> localOk;
    int X = localOk[1];
    (void)X;
  });
}
} // namespace each_its_own

int main() {
  reader_lock::run();
  concurrent_readers::run();
  beside_a_find::run();
  through_a_helper::run();
  in_a_sum::run();
  writers_lock_properly::run();
  exclusive_lock::run();
  single_thread::run();
  found_not_made::run();
  at_throws::run();
  vector_index::run();
  each_its_own::run();
}
