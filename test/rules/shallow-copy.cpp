// MR06: a copied map of pointers shares what they point to.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

template <class F> void twice(F Work) {
  std::thread A(Work), B(Work);
  A.join();
  B.join();
}

struct Status {
  int Hits = 0;
  std::string Text;
  void rename(const std::string &T) { Text = T; }
  int hits() const { return Hits; }
};

namespace local_copy {
std::mutex Mu;
std::map<int, std::shared_ptr<Status>> nodesBad;
void touch() {
  std::unique_lock L(Mu);
  auto Copy = nodesBad;
  L.unlock();
  for (auto &[K, S] : Copy)
    // CHECK: shallow-copy.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a copy of 'local_copy::nodesBad' shares what its values point to: '++' changes it here with no lock held, while a thread started by std::thread may do the same [maprace-shallow-copy]
    ++S->Hits;
}
void run() {
  twice(touch);
}
} // namespace local_copy

namespace returned_copy {
class Store {
public:
  std::map<int, std::shared_ptr<Status>> snapshot() {
    std::lock_guard L(Mu);
    return itemsBad;
  }

private:
  std::mutex Mu;
  std::map<int, std::shared_ptr<Status>> itemsBad;
};
void run() {
  Store S;
  twice([&] {
    for (auto &Item : S.snapshot())
      // CHECK: shallow-copy.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a copy of 'returned_copy::Store::itemsBad' shares what its values point to: 'rename' changes it here {{.*}} [maprace-shallow-copy]
      Item.second->rename("x");
  });
}
} // namespace returned_copy

namespace kept_copy {
class Store {
public:
  std::unordered_map<int, Status *> all() const {
    std::lock_guard L(Mu);
    return itemsBad;
  }

private:
  mutable std::mutex Mu;
  std::unordered_map<int, Status *> itemsBad;
};
void reset(const Store &S) {
  auto Mine = S.all();
  for (auto &[K, V] : Mine)
    // CHECK: shallow-copy.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a copy of 'kept_copy::Store::itemsBad' shares {{.*}} '=' changes it here {{.*}} [maprace-shallow-copy]
    V->Hits = 0;
}
void run() {
  Store S;
  twice([&] { reset(S); });
}
} // namespace kept_copy

namespace beside_the_map {
std::mutex Mu;
std::map<int, std::shared_ptr<Status>> nodesBad;
int sum() {
  std::lock_guard L(Mu);
  int Total = 0;
  for (const auto &[K, S] : nodesBad)
    Total += S->hits();
  return Total;
}
void bump() {
  std::map<int, std::shared_ptr<Status>> Copy;
  {
    std::lock_guard L(Mu);
    Copy = nodesBad;
  }
  for (auto &[K, S] : Copy)
    // CHECK: shallow-copy.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a copy of 'beside_the_map::nodesBad' shares {{.*}} while a thread started by std::thread may use it through the map holding 'beside_the_map::Mu' [maprace-shallow-copy]
    S->Hits += 1;
}
void run() {
  std::thread A(sum);
  bump();
  A.join();
}
} // namespace beside_the_map

namespace found_in_copy {
std::mutex Mu;
std::map<int, std::shared_ptr<Status>> nodesBad;
void mark(int K) {
  Mu.lock();
  std::map<int, std::shared_ptr<Status>> Copy(nodesBad);
  Mu.unlock();
  auto It = Copy.find(K);
  if (It != Copy.end())
    // CHECK: shallow-copy.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a copy of 'found_in_copy::nodesBad' shares {{.*}} 'rename' changes it here {{.*}} [maprace-shallow-copy]
    It->second->rename("y");
}
void run() {
  twice([] { mark(1); });
}
} // namespace found_in_copy

namespace map_of_maps {
std::mutex Mu;
std::map<int, std::shared_ptr<std::map<int, int>>> indexBad;
std::map<int, std::shared_ptr<std::map<int, int>>> copy() {
  std::lock_guard L(Mu);
  return indexBad;
}
void grow() {
  auto Mine = copy();
  // CHECK: shallow-copy.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a copy of 'map_of_maps::indexBad' shares {{.*}} 'emplace' changes it here {{.*}} [maprace-shallow-copy]
  Mine.begin()->second->emplace(1, 1);
}
void run() {
  twice(grow);
}
} // namespace map_of_maps

namespace values {
// the values are copied with the map
std::mutex Mu;
std::map<int, Status> nodesOk;
void touch() {
  std::unique_lock L(Mu);
  auto Copy = nodesOk;
  L.unlock();
  for (auto &[K, S] : Copy)
    ++S.Hits;
}
void run() {
  twice(touch);
}
} // namespace values

namespace pointers_to_const {
std::mutex Mu;
std::map<int, std::shared_ptr<const Status>> nodesOk;
std::map<int, std::shared_ptr<const Status>> copy() {
  std::lock_guard L(Mu);
  return nodesOk;
}
void run() {
  twice([] {
    for (auto &[K, S] : copy())
      (void)S->hits();
  });
}
} // namespace pointers_to_const

namespace only_read {
std::mutex Mu;
std::map<int, std::shared_ptr<Status>> nodesOk;
std::map<int, std::shared_ptr<Status>> copy() {
  std::lock_guard L(Mu);
  return nodesOk;
}
void run() {
  twice([] {
    for (auto &[K, S] : copy())
      (void)S->hits();
  });
}
} // namespace only_read

namespace own_lock {
struct Counter {
  std::mutex Mu;
  int N = 0;
  void bump() {
    std::lock_guard L(Mu);
    ++N;
  }
};
std::mutex Mu;
std::map<int, std::shared_ptr<Counter>> countersOk;
std::map<int, std::shared_ptr<Counter>> copy() {
  std::lock_guard L(Mu);
  return countersOk;
}
void run() {
  twice([] {
    for (auto &[K, C] : copy())
      C->bump();
  });
}
} // namespace own_lock

namespace still_locked {
std::mutex Mu;
std::map<int, std::shared_ptr<Status>> nodesOk;
void touch() {
  std::lock_guard L(Mu);
  auto Copy = nodesOk;
  for (auto &[K, S] : Copy)
    ++S->Hits;
}
void run() {
  twice(touch);
}
} // namespace still_locked

namespace deep_copy {
std::mutex Mu;
std::map<int, std::shared_ptr<Status>> nodesOk;
void touch() {
  std::map<int, std::shared_ptr<Status>> Copy;
  {
    std::lock_guard L(Mu);
    for (const auto &[K, S] : nodesOk)
      Copy.emplace(K, std::make_shared<Status>(*S));
  }
  for (auto &[K, S] : Copy)
    ++S->Hits;
}
void run() {
  twice(touch);
}
} // namespace deep_copy

namespace pointer_replaced {
// the copy's pointers change, not what they point to
std::mutex Mu;
std::map<int, std::shared_ptr<Status>> nodesOk;
void touch() {
  std::unique_lock L(Mu);
  auto Copy = nodesOk;
  L.unlock();
  for (auto &[K, S] : Copy)
    S = std::make_shared<Status>();
}
void run() {
  twice(touch);
}
} // namespace pointer_replaced

namespace lock_copied {
using Map = std::map<int, int>;
class Counter {
public:
  Counter() : copiedBad(std::make_shared<Map>()) {}
  Counter(const Counter &O) : copiedBad(O.copiedBad) {}
  void hit(int K) {
    std::lock_guard L(Mu);
    // CHECK: shallow-copy.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: each copy of 'lock_copied::Counter' locks a mutex of its own, but all share 'lock_copied::Counter::copiedBad': {{.*}} [maprace-shallow-copy]
    copiedBad->erase(K);
  }

private:
  std::mutex Mu;
  std::shared_ptr<Map> copiedBad;
};
void work(Counter C) { C.hit(1); }
void run() {
  Counter C;
  std::thread A(work, C), B(work, C);
  A.join();
  B.join();
}
} // namespace lock_copied

namespace lock_captured {
using Map = std::map<int, int>;
class Counter {
public:
  explicit Counter(Map *M) : Rows(M) {}
  Counter(const Counter &O) : Rows(O.Rows) {}
  void hit(int K) const {
    std::lock_guard L(Mu);
    // CHECK: shallow-copy.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: each copy of 'lock_captured::Counter' locks a mutex of its own, but all share 'lock_captured::run::keptBad': {{.*}} [maprace-shallow-copy]
    Rows->erase(K);
  }

private:
  mutable std::mutex Mu;
  Map *Rows;
};
void run() {
  static Map keptBad;
  Counter C(&keptBad);
  std::thread A([C] { C.hit(1); });
  C.hit(2);
  A.join();
}
} // namespace lock_captured

namespace lock_not_copied {
// a map of its own, a lock that all share, or no copy at all
using Map = std::map<int, int>;
class Deep {
public:
  Deep() : deepOk(std::make_shared<Map>()) {}
  Deep(const Deep &O) : deepOk(std::make_shared<Map>(*O.deepOk)) {}
  void hit(int K) {
    std::lock_guard L(Mu);
    deepOk->erase(K);
  }

private:
  std::mutex Mu;
  std::shared_ptr<Map> deepOk;
};
class Together {
public:
  void hit(int K) {
    std::lock_guard L(*Mu);
    togetherOk->erase(K);
  }

private:
  std::shared_ptr<std::mutex> Mu = std::make_shared<std::mutex>();
  std::shared_ptr<Map> togetherOk = std::make_shared<Map>();
};
class Same {
public:
  void hit(int K) {
    std::lock_guard L(Mu);
    sameOk->erase(K);
  }

private:
  std::mutex Mu;
  std::shared_ptr<Map> sameOk = std::make_shared<Map>();
};
void deep(Deep D) { D.hit(1); }
void together(Together T) { T.hit(1); }
void same(Same &S) { S.hit(1); }
void run() {
  Deep D;
  Together T;
  Same S;
  std::thread A(deep, D), B(deep, D), C(together, T), E(together, T), F(same, std::ref(S));
  S.hit(2);
  for (std::thread *Each : {&A, &B, &C, &E, &F})
    Each->join();
}
} // namespace lock_not_copied

int main() {
  lock_copied::run();
  lock_captured::run();
  lock_not_copied::run();
  local_copy::run();
  returned_copy::run();
  kept_copy::run();
  beside_the_map::run();
  found_in_copy::run();
  map_of_maps::run();
  values::run();
  pointers_to_const::run();
  only_read::run();
  own_lock::run();
  still_locked::run();
  deep_copy::run();
  pointer_replaced::run();
}
