// All checks of a unit share one extraction: with every rule on, one check bears the
// cost of the analysis, and the profile shows the others at next to nothing.
// (That the analysis runs once is counted in test/unit/tidy/unit_analysis_test.cpp.)
//
// RUN: rm -rf %t && mkdir %t
// RUN: %clang_tidy --checks='-*,maprace-*' --enable-check-profile --store-check-profile=%t %s -- -std=c++17 > %t/out
// RUN: %python %S/shared_cost.py %t
#include <thread>
#include <unordered_map>

static std::unordered_map<int, int> Counts;
static void count(int Key) { ++Counts[Key]; }

int main() {
  std::thread A(count, 1), B(count, 2);
  A.join();
  B.join();
}
