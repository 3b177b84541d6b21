// MR05: a reference, pointer or iterator leaves the lock.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>

namespace element_reference {
class Cache {
public:
  const std::string &getBad(int K) {
    std::lock_guard L(Mu);
    // CHECK-DAG: reference-escape.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'element_reference::Cache::bad' leaves 'element_reference::Cache::getBad', which locks it{{.*}} [maprace-reference-escape]
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
    // CHECK-DAG: reference-escape.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'view::Names::bad' leaves{{.*}}
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

int main() {
  element_reference::run();
  view::run();
  copies::run();
  never_erased::run();
}
