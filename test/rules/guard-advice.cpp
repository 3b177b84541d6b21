// MR17: another kind of guard would do better.
//
// RUN: %maprace scan --rules=guard-advice %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace mostly_read {
class Config {
public:
  bool has(int K) const {
    std::lock_guard L(Mu);
    return rows_bad.count(K);
  }
  bool none() const {
    std::lock_guard L(Mu);
    return rows_bad.empty();
  }
  int size() const {
    std::lock_guard L(Mu);
    return rows_bad.size();
  }
  int get(int K) const {
    std::lock_guard L(Mu);
    auto It = rows_bad.find(K);
    return It == rows_bad.end() ? 0 : It->second;
  }
  void set(int K, int V) {
    std::lock_guard L(Mu);
    rows_bad[K] = V;
  }

private:
  mutable std::mutex Mu;
  // CHECK: guard-advice.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'mostly_read::Config::rows_bad'{{.*}}a std::shared_mutex lets readers in together{{.*}} [maprace-guard-advice]
  std::map<int, int> rows_bad;
};
void run() {
  Config C;
  std::thread A([&] { C.set(1, 2); });
  std::thread B([&] {
    C.has(1);
    C.none();
    C.size();
    C.get(1);
  });
  A.join();
  B.join();
}
} // namespace mostly_read

namespace global_table {
std::mutex Mu;
// CHECK: guard-advice.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'global_table::table_bad'{{.*}} [maprace-guard-advice]
std::map<int, int> table_bad;
bool walk() {
  std::lock_guard L(Mu);
  return table_bad == std::map<int, int>{};
}
bool has(int K) {
  std::lock_guard L(Mu);
  return table_bad.contains(K);
}
int size() {
  std::lock_guard L(Mu);
  return table_bad.size();
}
bool empty() {
  std::lock_guard L(Mu);
  return table_bad.empty();
}
void reload() {
  std::lock_guard L(Mu);
  table_bad = {{1, 2}};
}
void run() {
  std::thread A(reload), B([] { walk(), has(1), size(), empty(); });
  A.join();
  B.join();
}
} // namespace global_table

namespace mostly_written {
class Log {
public:
  void add(int K) {
    std::unique_lock L(Mu);
    rows_bad.emplace(K, K);
  }
  void drop(int K) {
    std::unique_lock L(Mu);
    rows_bad.erase(K);
  }
  void clear() {
    std::unique_lock L(Mu);
    rows_bad.clear();
  }
  void set(int K) {
    std::unique_lock L(Mu);
    rows_bad[K] = K;
  }
  bool has(int K) {
    std::shared_lock L(Mu);
    return rows_bad.count(K);
  }

private:
  std::shared_mutex Mu;
  // CHECK: guard-advice.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'mostly_written::Log::rows_bad'{{.*}}a plain std::mutex is cheaper{{.*}} [maprace-guard-advice]
  std::map<int, int> rows_bad;
};
void run() {
  Log G;
  std::thread A([&] { G.add(1), G.drop(1), G.clear(), G.set(1); }), B([&] { G.has(1); });
  A.join();
  B.join();
}
} // namespace mostly_written

namespace single_keys {
class Counters {
public:
  void add(const std::string &K) {
    std::lock_guard L(Mu);
    rows_bad.emplace(K, 0);
  }
  void bump(const std::string &K) {
    std::lock_guard L(Mu);
    rows_bad[K] += 1;
  }
  void drop(const std::string &K) {
    std::lock_guard L(Mu);
    rows_bad.erase(K);
  }
  void put(const std::string &K) {
    std::lock_guard L(Mu);
    rows_bad.insert_or_assign(K, 2);
  }
  bool has(const std::string &K) {
    std::lock_guard L(Mu);
    return rows_bad.contains(K);
  }

private:
  std::mutex Mu;
  // CHECK: guard-advice.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'single_keys::Counters::rows_bad'{{.*}}shards with a lock each{{.*}} [maprace-guard-advice]
  std::unordered_map<std::string, int> rows_bad;
};
void run() {
  Counters C;
  std::vector<std::thread> All;
  for (int I = 0; I < 8; ++I)
    All.emplace_back([&] { C.add("a"), C.bump("a"), C.drop("a"), C.put("a"), C.has("a"); });
  for (auto &T : All)
    T.join();
}
} // namespace single_keys

namespace through_helpers {
class Config {
public:
  bool both(int A, int B) {
    std::lock_guard L(Mu);
    return has(A) && has(B) && !none() && size() > 1 && any();
  }
  void set(int K) {
    std::lock_guard L(Mu);
    rows_bad[K] = K;
  }

private:
  bool has(int K) const { return rows_bad.count(K); }
  bool none() const { return rows_bad.empty(); }
  bool any() const { return rows_bad.contains(1); }
  int size() const { return rows_bad.size(); }
  std::mutex Mu;
  // CHECK: guard-advice.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'through_helpers::Config::rows_bad'{{.*}} [maprace-guard-advice]
  std::map<int, int> rows_bad;
};
void run() {
  Config C;
  std::thread A([&] { C.set(1); }), B([&] { C.both(1, 2); });
  A.join();
  B.join();
}
} // namespace through_helpers

namespace several_maps_one_mix {
// Many readers, and the one writer replaces all of it.
std::mutex Mu;
// CHECK: guard-advice.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'several_maps_one_mix::routes_bad'{{.*}} [maprace-guard-advice]
std::unordered_map<int, int> routes_bad;
bool a() {
  std::lock_guard L(Mu);
  return routes_bad.count(1);
}
bool b() {
  std::lock_guard L(Mu);
  return routes_bad.count(2);
}
bool c() {
  std::lock_guard L(Mu);
  return routes_bad.count(3);
}
bool d() {
  std::lock_guard L(Mu);
  return routes_bad.empty();
}
void replace(std::unordered_map<int, int> New) {
  std::lock_guard L(Mu);
  routes_bad.swap(New);
}
void run() {
  std::thread A([] { replace({}); }), B([] { a(), b(), c(), d(); });
  A.join();
  B.join();
}
} // namespace several_maps_one_mix

namespace balanced {
std::mutex Mu;
std::map<int, int> balanced_ok;
void put(int K) {
  std::lock_guard L(Mu);
  balanced_ok[K] = K;
}
void drop(int K) {
  std::lock_guard L(Mu);
  balanced_ok.erase(K);
}
bool has(int K) {
  std::lock_guard L(Mu);
  return balanced_ok.count(K);
}
int size() {
  std::lock_guard L(Mu);
  return balanced_ok.size();
}
bool empty() {
  std::lock_guard L(Mu);
  return balanced_ok.empty();
}
void run() {
  std::thread A([] { put(1), drop(1); }), B([] { has(1), size(), empty(); });
  A.join();
  B.join();
}
} // namespace balanced

namespace few_places {
std::mutex Mu;
std::map<int, int> fewPlaces_ok;
void put(int K) {
  std::lock_guard L(Mu);
  fewPlaces_ok[K] = K;
}
bool has(int K) {
  std::lock_guard L(Mu);
  return fewPlaces_ok.count(K);
}
void run() {
  std::thread A(put, 1), B(has, 1);
  A.join();
  B.join();
}
} // namespace few_places

namespace readers_let_in {
std::shared_mutex Mu;
std::map<int, int> sharedAlready_ok;
void put(int K) {
  std::unique_lock L(Mu);
  sharedAlready_ok[K] = K;
}
bool a() {
  std::shared_lock L(Mu);
  return sharedAlready_ok.count(1);
}
bool b() {
  std::shared_lock L(Mu);
  return sharedAlready_ok.count(2);
}
bool c() {
  std::shared_lock L(Mu);
  return sharedAlready_ok.count(3);
}
bool d() {
  std::shared_lock L(Mu);
  return sharedAlready_ok.empty();
}
void run() {
  std::thread A(put, 1), B([] { a(), b(), c(), d(); });
  A.join();
  B.join();
}
} // namespace readers_let_in

namespace changed_by_reference {
// What looks like reading may change what it finds.
struct Peer {
  void touch();
  int Seen = 0;
};
std::mutex Mu;
std::map<int, Peer> peers_ok;
void a() {
  std::lock_guard L(Mu);
  if (auto It = peers_ok.find(1); It != peers_ok.end())
    It->second.touch();
}
void b() {
  std::lock_guard L(Mu);
  if (auto It = peers_ok.find(2); It != peers_ok.end())
    It->second.touch();
}
void c() {
  std::lock_guard L(Mu);
  if (auto It = peers_ok.find(3); It != peers_ok.end())
    It->second.touch();
}
bool d() {
  std::lock_guard L(Mu);
  return peers_ok.count(3);
}
void put(int K) {
  std::lock_guard L(Mu);
  peers_ok[K] = {};
}
void run() {
  std::thread A(put, 1), B([] { a(), b(), c(), d(); });
  A.join();
  B.join();
}
} // namespace changed_by_reference

namespace kept_together {
// One lock for two maps: what holds between them, shards would not keep.
class Index {
public:
  void add(int K) {
    std::lock_guard L(Mu);
    byKey_ok.emplace(K, K);
    byValue_ok.emplace(K, K);
  }
  void bump(int K) {
    std::lock_guard L(Mu);
    byKey_ok[K] += 1;
    byValue_ok[K] += 1;
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    byKey_ok.erase(K);
    byValue_ok.erase(K);
  }
  void put(int K) {
    std::lock_guard L(Mu);
    byKey_ok.insert_or_assign(K, 2);
    byValue_ok.insert_or_assign(K, 2);
  }
  bool has(int K) {
    std::lock_guard L(Mu);
    return byKey_ok.contains(K) && byValue_ok.contains(K);
  }

private:
  std::mutex Mu;
  std::map<int, int> byKey_ok, byValue_ok;
};
void run() {
  Index C;
  std::vector<std::thread> All;
  for (int I = 0; I < 8; ++I)
    All.emplace_back([&] { C.add(1), C.bump(1), C.drop(1), C.put(1), C.has(1); });
  for (auto &T : All)
    T.join();
}
} // namespace kept_together

namespace one_thread {
std::mutex Mu;
std::map<int, int> oneThread_ok;
bool a() {
  std::lock_guard L(Mu);
  return oneThread_ok.count(1);
}
bool b() {
  std::lock_guard L(Mu);
  return oneThread_ok.count(2);
}
bool c() {
  std::lock_guard L(Mu);
  return oneThread_ok.count(3);
}
bool d() {
  std::lock_guard L(Mu);
  return oneThread_ok.empty();
}
void put(int K) {
  std::lock_guard L(Mu);
  oneThread_ok[K] = K;
}
void run() { put(1), a(), b(), c(), d(); }
} // namespace one_thread

int main() {
  mostly_read::run();
  global_table::run();
  mostly_written::run();
  single_keys::run();
  through_helpers::run();
  several_maps_one_mix::run();
  balanced::run();
  few_places::run();
  readers_let_in::run();
  changed_by_reference::run();
  kept_together::run();
  one_thread::run();
}
