// MR03: who writes takes the lock exclusively.
//
// RUN: cp %s %t.cpp
// RUN: not %maprace scan --fix %t.cpp -- -std=c++20 -pthread > %t.out 2> %t.err
// RUN: %clangxx -fsyntax-only -Wall -Werror -std=c++20 %t.cpp
// RUN: grep -v FIXED: %t.cpp | FileCheck %s --check-prefix=FIXED
// RUN: %maprace scan %t.cpp -- -std=c++20 -pthread | count 0

#include <map>
#include <mutex>
#include <shared_mutex>
#include <thread>

struct Cache {
  // FIXED: std::unique_lock<std::shared_mutex> Guard(Mu);
  void put(int K) {
    std::shared_lock<std::shared_mutex> Guard(Mu);
    rows.emplace(K, K);
  }
  // FIXED: std::unique_lock Guard(Mu);
  // FIXED-NEXT: rows.erase(K);
  void drop(int K) {
    std::shared_lock Guard(Mu);
    rows.erase(K);
  }
  bool has(int K) {
    std::shared_lock Guard(Mu);
    return rows.count(K);
  }
  std::shared_mutex Mu;
  std::map<int, int> rows;
  std::map<int, int> others;
  // FIXED: std::unique_lock Guard(Mu);
  // FIXED-NEXT: others.clear();
  void clear() {
    std::shared_lock Guard(Mu);
    others.clear();
  }
};

int main() {
  Cache C;
  std::thread A([&] { C.put(1), C.clear(); });
  C.has(1);
  C.clear();
  A.join();
}
