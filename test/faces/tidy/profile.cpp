// All checks of a unit share one extraction: with every rule on, one check bears the
// cost of the analysis, and the profile shows the others at next to nothing. There is
// enough to extract to be measured, and nothing to report, which has a cost of its own.
// (That the analysis runs once is counted in test/unit/tidy/unit_analysis_test.cpp.)
//
// RUN: rm -rf %t && mkdir %t
// RUN: %clang_tidy --checks='-*,maprace-*' --enable-check-profile --store-check-profile=%t %s -- -std=c++17 > %t/out
// RUN: %python %S/shared_cost.py %t
#include <mutex>
#include <thread>
#include <unordered_map>

template <int N> struct Table {
  std::mutex Mu;
  std::unordered_map<int, int> Rows;
  void add(int Key) {
    std::lock_guard<std::mutex> Lock(Mu);
    for (int I = 0; I < Key; ++I)
      if (Rows.find(I) == Rows.end())
        Rows[I] = Rows.size() > 10 ? N : I;
  }
};

template <int N> void addToAll(int Key) {
  static Table<N> Own;
  Own.add(Key);
  if constexpr (N > 0)
    addToAll<N - 1>(Key);
}

int main() {
  std::thread A(addToAll<150>, 1), B(addToAll<150>, 2);
  A.join();
  B.join();
}
