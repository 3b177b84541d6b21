// MR05: a reference, pointer or iterator leaves the lock.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

namespace element_reference {
class Cache {
public:
  const std::string &getBad(int K) {
    std::lock_guard L(Mu);
    // CHECK: reference-escape.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'element_reference::Cache::bad' leaves 'element_reference::Cache::getBad', which locks it; it is used without the lock, while a thread started by std::thread may change it by 'erase' holding 'Cache::Mu' [maprace-reference-escape]
    return bad.at(K);
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    bad.erase(K);
  }

private:
  std::mutex Mu;
  std::map<int, std::string> bad;
};
void run() {
  Cache C;
  std::thread A([&] { C.drop(1); });
  (void)C.getBad(1).size();
  A.join();
}
} // namespace element_reference

namespace view {
class Names {
public:
  std::string_view nameBad(int K) {
    std::lock_guard L(Mu);
    auto I = bad.find(K);
    // CHECK: reference-escape.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'view::Names::bad' leaves{{.*}} [maprace-reference-escape]
    return I->second;
  }
  void clear() {
    std::lock_guard L(Mu);
    bad.clear();
  }

private:
  std::mutex Mu;
  std::unordered_map<int, std::string> bad;
};
void run() {
  Names N;
  std::thread A([&] { N.clear(); });
  (void)N.nameBad(1).size();
  A.join();
}
} // namespace view

namespace output_parameter {
class Users {
public:
  bool find(int K, std::string **Out) {
    std::lock_guard L(Mu);
    auto It = namesBad.find(K);
    if (It == namesBad.end())
      return false;
    // CHECK: reference-escape.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'output_parameter::Users::namesBad' leaves 'output_parameter::Users::find', which locks it (output parameter); {{.*}} [maprace-reference-escape]
    *Out = &It->second;
    return true;
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    namesBad.erase(K);
  }

private:
  std::mutex Mu;
  std::map<int, std::string> namesBad;
};
void run() {
  Users U;
  std::thread A([&] { U.drop(1); });
  std::string *Name = nullptr;
  U.find(1, &Name);
  A.join();
}
} // namespace output_parameter

namespace member_store {
class Selection {
public:
  void select(int K) {
    std::lock_guard L(Mu);
    // CHECK: reference-escape.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'member_store::Selection::itemsBad' leaves 'member_store::Selection::select', which locks it (stored in a member); {{.*}} [maprace-reference-escape]
    Current = &itemsBad[K];
  }
  void reset() {
    std::lock_guard L(Mu);
    itemsBad.clear();
  }

private:
  std::mutex Mu;
  std::unordered_map<int, std::string> itemsBad;
  std::string *Current = nullptr;
};
void run() {
  Selection S;
  std::thread A([&] { S.reset(); });
  S.select(1);
  A.join();
}
} // namespace member_store

namespace async_capture {
std::mutex Mu;
std::map<int, std::string> pagesBad;
std::future<std::size_t> measure(int K) {
  std::lock_guard L(Mu);
  std::string &Page = pagesBad[K];
  // CHECK: reference-escape.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'async_capture::pagesBad' leaves 'async_capture::measure', which locks it (captured by a callable that another thread runs); {{.*}} [maprace-reference-escape]
  return std::async(std::launch::async, [&Page] { return Page.size(); });
}
void drop(int K) {
  std::lock_guard L(Mu);
  pagesBad.erase(K);
}
void run() {
  std::thread A(drop, 1);
  auto F = measure(1);
  F.wait();
  A.join();
}
} // namespace async_capture

namespace kept_after_unlock {
std::mutex Mu;
std::map<int, std::string> rowsBad;
std::size_t length(int K) {
  std::unique_lock L(Mu);
  const std::string &Row = rowsBad[K];
  L.unlock();
  // CHECK: reference-escape.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'kept_after_unlock::rowsBad' is used by 'size' when the lock it was taken under is gone, while {{.*}} may change it by 'erase' holding 'kept_after_unlock::Mu' [maprace-reference-escape]
  return Row.size();
}
void drop(int K) {
  std::lock_guard L(Mu);
  rowsBad.erase(K);
}
void run() {
  std::thread A(drop, 1);
  length(1);
  A.join();
}
} // namespace kept_after_unlock

namespace iterator_after_scope {
std::mutex Mu;
std::map<int, int> countsBad;
int read(int K) {
  std::map<int, int>::iterator It;
  {
    std::lock_guard L(Mu);
    It = countsBad.find(K);
  }
  int *Count = nullptr;
  {
    std::lock_guard L(Mu);
    auto At = countsBad.find(K);
    Count = &At->second;
  }
  return Count ? 1 : 0;
}
int sum(int K) {
  Mu.lock();
  auto It = countsBad.find(K);
  Mu.unlock();
  // CHECK: reference-escape.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'iterator_after_scope::countsBad' is used by 'iterator' when the lock {{.*}} [maprace-reference-escape]
  return It->second;
}
void drop(int K) {
  std::lock_guard L(Mu);
  countsBad.erase(K);
}
void run() {
  std::thread A(drop, 1);
  sum(1);
  A.join();
}
} // namespace iterator_after_scope

namespace whole_map {
class Table {
public:
  const std::map<int, int> &all() {
    std::lock_guard L(Mu);
    // CHECK: reference-escape.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a way into the whole map of 'whole_map::Table::rowsBad' leaves 'whole_map::Table::all', {{.*}} [maprace-reference-escape]
    return rowsBad;
  }
  void put(int K) {
    std::lock_guard L(Mu);
    rowsBad[K] = K;
  }

private:
  std::mutex Mu;
  std::map<int, int> rowsBad;
};
void run() {
  Table T;
  std::thread A([&] { T.put(1); });
  int Sum = 0;
  for (auto &[K, V] : T.all())
    Sum += V;
  A.join();
}
} // namespace whole_map

namespace copies {
// a copy, or a pointer to an object that the map does not own by value, may leave
class Cache {
public:
  std::string copy(int K) {
    std::lock_guard L(Mu);
    return stringsOk.at(K);
  }
  std::shared_ptr<int> share(int K) {
    std::lock_guard L(Mu);
    return sharedOk.at(K);
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    stringsOk.erase(K);
    sharedOk.erase(K);
  }

private:
  std::mutex Mu;
  std::map<int, std::string> stringsOk;
  std::map<int, std::shared_ptr<int>> sharedOk;
};
void run() {
  Cache C;
  std::thread A([&] { C.drop(1); });
  C.copy(1);
  C.share(1);
  A.join();
}
} // namespace copies

namespace never_erased {
// a node-based map keeps references through insertion, and nobody erases
class Interner {
public:
  const std::string &intern(const std::string &S) {
    std::lock_guard L(Mu);
    return poolOk.emplace(S, S).first->second;
  }

private:
  std::mutex Mu;
  std::unordered_map<std::string, std::string> poolOk;
};
void run() {
  Interner I;
  std::thread A([&] { I.intern("a"); });
  I.intern("b");
  A.join();
}
} // namespace never_erased

namespace used_while_locked {
std::mutex Mu;
std::map<int, std::string> rowsOk;
std::size_t length(int K) {
  std::lock_guard L(Mu);
  const std::string &Row = rowsOk[K];
  auto It = rowsOk.find(K);
  return Row.size() + It->second.size();
}
void drop(int K) {
  std::lock_guard L(Mu);
  rowsOk.erase(K);
}
void run() {
  std::thread A(drop, 1);
  length(1);
  A.join();
}
} // namespace used_while_locked

namespace copied_then_unlocked {
std::mutex Mu;
std::map<int, std::string> rowsOk;
std::size_t length(int K) {
  std::unique_lock L(Mu);
  const std::string &Row = rowsOk[K];
  std::string Own = Row;
  L.unlock();
  return Own.size();
}
void drop(int K) {
  std::lock_guard L(Mu);
  rowsOk.erase(K);
}
void run() {
  std::thread A(drop, 1);
  length(1);
  A.join();
}
} // namespace copied_then_unlocked

namespace captured_by_algorithm {
// the callable runs before the lock is gone
std::mutex Mu;
std::map<int, std::vector<int>> listsOk;
int sum(int K) {
  std::lock_guard L(Mu);
  std::vector<int> &List = listsOk[K];
  auto Add = [&List] {
    int Total = 0;
    for (int X : List)
      Total += X;
    return Total;
  };
  return Add();
}
void drop(int K) {
  std::lock_guard L(Mu);
  listsOk.erase(K);
}
void run() {
  std::thread A(drop, 1);
  sum(1);
  A.join();
}
} // namespace captured_by_algorithm

namespace caller_locks {
class Users {
public:
  std::mutex Mu;
  std::string &name(int K) {
    std::lock_guard L(Inner);
    return namesOk[K];
  }
  void drop(int K) {
    std::lock_guard Outer(Mu);
    std::lock_guard L(Inner);
    namesOk.erase(K);
  }

private:
  std::mutex Inner;
  std::map<int, std::string> namesOk;
};
void run() {
  Users U;
  std::thread A([&] { U.drop(1); });
  {
    std::lock_guard L(U.Mu);
    (void)U.name(1).size();
  }
  A.join();
}
} // namespace caller_locks

namespace shared_object {
// what the element points to is kept alive by a pointer of the function's own
std::mutex Mu;
std::map<int, std::shared_ptr<std::string>> rowsOk;
std::size_t length(int K) {
  std::unique_lock L(Mu);
  auto It = rowsOk.find(K);
  if (It == rowsOk.end())
    return 0;
  std::shared_ptr<std::string> Row = It->second;
  L.unlock();
  return Row->size();
}
void drop(int K) {
  std::lock_guard L(Mu);
  rowsOk.erase(K);
}
void run() {
  std::thread A(drop, 1);
  length(1);
  A.join();
}
} // namespace shared_object

int main() {
  element_reference::run();
  view::run();
  output_parameter::run();
  member_store::run();
  async_capture::run();
  kept_after_unlock::run();
  iterator_after_scope::run();
  whole_map::run();
  copies::run();
  never_erased::run();
  used_while_locked::run();
  copied_then_unlocked::run();
  captured_by_algorithm::run();
  caller_locks::run();
  shared_object::run();
}
