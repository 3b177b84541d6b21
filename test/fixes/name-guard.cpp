// MR16: the guard gets a name, and lives as long as its block.
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

class Table {
public:
  // FIXED: std::lock_guard<std::mutex> lock{Mu};
  void put(int K) {
    std::lock_guard<std::mutex>{Mu};
    rows[K] = K;
  }
  // FIXED: std::unique_lock<std::mutex> lock(Mu);
  void drop(int K) {
    std::unique_lock<std::mutex>(Mu);
    dropped.erase(K);
  }
  // A name that is free.
  // FIXED: std::lock_guard<std::mutex> lock2(this->Mu);
  void clear(int lock) {
    std::lock_guard<std::mutex>(this->Mu);
    cleared[lock] = lock;
  }
  int size() {
    std::lock_guard<std::mutex> Guard(Mu);
    return rows.size() + dropped.size() + cleared.size();
  }

private:
  std::mutex Mu;
  std::map<int, int> rows, dropped, cleared;
};

int main() {
  Table T;
  std::thread A([&] { T.put(1), T.drop(1), T.clear(1); });
  T.size();
  A.join();
}
