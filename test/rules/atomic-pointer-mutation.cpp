// MR13: the pointer is atomic, the map that it leads to is not.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

using Map = std::unordered_map<int, int>;

namespace raw {
std::atomic<Map *> current_bad{new Map};
void run() {
  std::thread A([] { (void)current_bad.load()->find(1); });
  // CHECK: atomic-pointer-mutation.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'raw::current_bad'{{.*}} [maprace-atomic-pointer-mutation]
  current_bad.load()->emplace(1, 2);
  A.join();
}
} // namespace raw

namespace dereferenced {
std::atomic<Map *> current_bad{new Map};
void run() {
  std::thread A([] { (void)current_bad.load(std::memory_order_acquire)->size(); });
  Map *M = current_bad.load(std::memory_order_acquire);
  // CHECK: atomic-pointer-mutation.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'dereferenced::current_bad'{{.*}} [maprace-atomic-pointer-mutation]
  (*M)[1] = 2;
  A.join();
}
} // namespace dereferenced

namespace shared {
struct Store {
  void put(int K) {
    auto M = Rows_bad.load();
    // CHECK: atomic-pointer-mutation.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'shared::Store::Rows_bad'{{.*}}change a copy{{.*}} [maprace-atomic-pointer-mutation]
    M->insert({K, K});
  }
  bool has(int K) { return Rows_bad.load()->count(K); }
  std::atomic<std::shared_ptr<Map>> Rows_bad{std::make_shared<Map>()};
};
void run() {
  Store S;
  std::thread A([&] { S.put(1); });
  S.has(1);
  A.join();
}
} // namespace shared

namespace free_functions {
std::shared_ptr<std::map<int, int>> rows_bad = std::make_shared<std::map<int, int>>();
void drop(int K) {
  auto M = std::atomic_load(&rows_bad);
  // CHECK: atomic-pointer-mutation.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'free_functions::rows_bad'{{.*}} [maprace-atomic-pointer-mutation]
  M->erase(K);
}
void run() {
  std::thread A([] {
    auto M = std::atomic_load(&rows_bad);
    for (auto &Each : *M)
      (void)Each;
  });
  drop(1);
  A.join();
}
} // namespace free_functions

namespace helper {
std::atomic<Map *> current_bad{new Map};
Map *get() { return current_bad.load(); }
void fill(Map &M) {
  // CHECK: atomic-pointer-mutation.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'helper::current_bad'{{.*}} [maprace-atomic-pointer-mutation]
  M[1] = 1;
}
void run() {
  std::thread A([] { fill(*get()); });
  (void)get()->find(1);
  A.join();
}
} // namespace helper

namespace writers_lock {
// The writers keep each other out, not the readers.
std::mutex Mu;
std::atomic<Map *> current_bad{new Map};
void put(int K) {
  std::lock_guard L(Mu);
  // CHECK: atomic-pointer-mutation.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'writers_lock::current_bad'{{.*}}holding 'writers_lock::Mu'{{.*}} [maprace-atomic-pointer-mutation]
  current_bad.load()->emplace(K, K);
}
void run() {
  std::thread A([] { put(1); });
  (void)current_bad.load()->find(1);
  A.join();
}
} // namespace writers_lock

namespace copied {
std::atomic<Map *> copied_ok{new Map};
void run() {
  std::thread A([] { (void)copied_ok.load()->find(1); });
  auto *Next = new Map(*copied_ok.load());
  Next->emplace(1, 2);
  copied_ok.store(Next);
  A.join();
}
} // namespace copied

namespace copied_shared {
struct Store {
  void put(int K) {
    auto Next = std::make_shared<Map>(*sharedCopy_ok.load());
    (*Next)[K] = K;
    sharedCopy_ok.store(Next);
  }
  bool has(int K) { return sharedCopy_ok.load()->count(K); }
  std::atomic<std::shared_ptr<Map>> sharedCopy_ok{std::make_shared<Map>()};
};
void run() {
  Store S;
  std::thread A([&] { S.put(1); });
  S.has(1);
  A.join();
}
} // namespace copied_shared

namespace exchanged {
std::shared_ptr<Map> exchanged_ok = std::make_shared<Map>();
void run() {
  std::thread A([] { (void)std::atomic_load(&exchanged_ok)->find(1); });
  auto Next = std::make_shared<Map>();
  Next->emplace(1, 1);
  std::atomic_store(&exchanged_ok, Next);
  A.join();
}
} // namespace exchanged

namespace all_lock {
std::mutex Mu;
std::atomic<Map *> allLock_ok{new Map};
void run() {
  std::thread A([] {
    std::lock_guard L(Mu);
    (void)allLock_ok.load()->find(1);
  });
  {
    std::lock_guard L(Mu);
    allLock_ok.load()->emplace(1, 2);
  }
  A.join();
}
} // namespace all_lock

namespace one_thread {
std::atomic<Map *> oneThread_ok{new Map};
void run() {
  oneThread_ok.load()->emplace(1, 2);
  std::thread A([] { (void)oneThread_ok.load()->find(1); });
  A.join();
  oneThread_ok.load()->clear();
}
} // namespace one_thread

namespace only_read {
std::atomic<const Map *> onlyRead_ok{new Map};
void run() {
  std::thread A([] { (void)onlyRead_ok.load()->find(1); });
  onlyRead_ok.store(new Map{{1, 2}});
  A.join();
}
} // namespace only_read

int main() {
  raw::run();
  dereferenced::run();
  shared::run();
  free_functions::run();
  helper::run();
  writers_lock::run();
  copied::run();
  copied_shared::run();
  exchanged::run();
  all_lock::run();
  one_thread::run();
  only_read::run();
}
