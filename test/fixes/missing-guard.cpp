// MR01, MR02: the guard that all other places hold is put where it is missing.
//
// RUN: cp %s %t.cpp
// RUN: not %maprace scan --fix %t.cpp -- -std=c++20 -pthread > %t.out 2> %t.err
// RUN: %clangxx -fsyntax-only -Wall -Werror -std=c++20 %t.cpp
// RUN: grep -v FIXED: %t.cpp | FileCheck %s --check-prefix=FIXED
// RUN: %maprace scan %t.cpp -- -std=c++20 -pthread | count 0

#include <map>
#include <mutex>
#include <thread>

class Cache {
public:
  void put(int K) {
    std::lock_guard<std::mutex> Guard(Mu);
    rows[K] = K;
  }
  void drop(int K) {
    std::lock_guard<std::mutex> Guard(Mu);
    rows.erase(K);
  }
  bool has(int K) const {
    std::lock_guard<std::mutex> Guard(Mu);
    return rows.count(K);
  }
  // FIXED: int size() const {
  // FIXED-NEXT: std::lock_guard<std::mutex> lock(Mu);
  // FIXED-NEXT: return rows.size();
  int size() const {
    return rows.size();
  }

private:
  mutable std::mutex Mu;
  std::map<int, int> rows;
};

std::mutex tableMu;
std::map<int, int> table;
void set(int K) {
  std::scoped_lock Guard(tableMu);
  table[K] = K;
}
// From the first place on that lacks it, under a name that is free.
// FIXED: int lock = K + 1;
// FIXED-NEXT: std::scoped_lock lock2(tableMu);
// FIXED-NEXT: auto It = table.find(lock);
int get(int K) {
  int lock = K + 1;
  auto It = table.find(lock);
  if (It == table.end())
    return 0;
  return It->second;
}

int main() {
  Cache C;
  std::thread A([&] { C.put(1), C.drop(2), C.has(3), set(1); });
  C.size();
  get(1);
  A.join();
}
