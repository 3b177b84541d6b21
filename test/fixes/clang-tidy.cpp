// clang-tidy applies the same fixes as the scan.
//
// REQUIRES: clang-tidy-plugin
// RUN: cp %s %t.scan.cpp && cp %s %t.tidy.cpp
// RUN: not %maprace scan --fix %t.scan.cpp -- -std=c++20 -pthread > %t.out 2> %t.err
// RUN: %clang_tidy --fix --checks='-*,maprace-*' %t.tidy.cpp -- -std=c++20 -pthread > %t.tidy.out 2> %t.tidy.err
// RUN: diff %t.scan.cpp %t.tidy.cpp
// RUN: not diff %s %t.tidy.cpp > %t.diff
// RUN: %clangxx -fsyntax-only -Wall -Werror -std=c++20 %t.tidy.cpp
// RUN: %clang_tidy --checks='-*,maprace-*' %t.tidy.cpp -- -std=c++20 -pthread 2> %t.again | count 0

#include <map>
#include <mutex>
#include <shared_mutex>
#include <thread>

struct Table {
  void put(int K) {
    std::lock_guard<std::mutex>{Mu};
    rows[K] = K;
  }
  int size() {
    std::lock_guard<std::mutex> Guard(Mu);
    return rows.size();
  }
  void set(int K) {
    std::shared_lock<std::shared_mutex> Guard(SharedMu);
    others[K] = K;
  }
  std::mutex Mu;
  std::shared_mutex SharedMu;
  std::map<int, int> rows, others;
};

int main() {
  Table T;
  std::thread A([&] { T.put(1), T.set(1); });
  T.size();
  T.set(2);
  A.join();
}
