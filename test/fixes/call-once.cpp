// MR10: creation on first use by call_once.
//
// RUN: cp %s %t.cpp
// RUN: not %maprace scan --fix %t.cpp -- -std=c++20 -pthread > %t.out 2> %t.err
// RUN: %clangxx -fsyntax-only -Wall -Werror -std=c++20 %t.cpp
// RUN: grep -v FIXED: %t.cpp | FileCheck %s --check-prefix=FIXED
// RUN: %maprace scan %t.cpp -- -std=c++20 -pthread | count 0

#include <map>
#include <mutex>
#include <thread>

static std::map<int, int> *table_;
// FIXED: static std::once_flag tableOnce;
// FIXED-NEXT: std::call_once(tableOnce, [&] { table_ = new std::map<int, int>{{[{][{]}}1, 2}}; });
// FIXED-NEXT: return table_->count(K);
bool has(int K) {
  if (!table_)
    table_ = new std::map<int, int>{{1, 2}};
  return table_->count(K);
}

// Of a double check, all of it.
std::map<int, int> *checked;
std::mutex Mu;
// FIXED: static std::once_flag checkedOnce;
// FIXED-NEXT: std::call_once(checkedOnce, [&] { checked = new std::map<int, int>; });
// FIXED-NEXT: return checked->size();
int size() {
  if (checked == nullptr) {
    std::lock_guard<std::mutex> Guard(Mu);
    if (checked == nullptr)
      checked = new std::map<int, int>;
  }
  return checked->size();
}

int main() {
  std::thread A([] { has(1), size(); });
  has(2);
  size();
  A.join();
}
