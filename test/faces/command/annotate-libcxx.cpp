// With libc++, whose std::mutex is a capability, annotated code is checked without a mutex class of one's own.
//
// Debian's libc++-22-dev puts a cxxabi.h beside LLVM's headers, with which LLVM's users do not
// compile against libstdc++: it is not among the packages, and this test runs where it is there.
//
// REQUIRES: libcxx
// RUN: cp %s %t.cpp
// RUN: %maprace annotate --fix %t.cpp -- -std=c++17 -stdlib=libc++ 2>&1 | FileCheck %s
// RUN: %clangxx -stdlib=libc++ -D_LIBCPP_ENABLE_THREAD_SAFETY_ANNOTATIONS -fsyntax-only -Wall -Wthread-safety -Werror -std=c++17 %t.cpp
// RUN: sed '/int size/,/}/s/std::lock_guard.*//' %t.cpp > %t.unlocked.cpp
// RUN: not %clangxx -stdlib=libc++ -D_LIBCPP_ENABLE_THREAD_SAFETY_ANNOTATIONS -fsyntax-only -Wthread-safety -Werror -std=c++17 %t.unlocked.cpp 2>&1 | FileCheck %s --check-prefix=LOST
//
// CHECK: wrote 2 attributes in 1 file
// LOST: error: reading variable 'rows' requires holding mutex 'Mu'

#include <map>
#include <mutex>
#include <thread>
class Cache {
public:
  void put(int K) {
    std::lock_guard<std::mutex> L(Mu);
    insert(K);
  }
  int size() {
    std::lock_guard<std::mutex> L(Mu);
    return rows.size();
  }
private:
  void insert(int K) { rows[K] = K; }
  std::mutex Mu;
  std::map<int, int> rows;
};
int main() {
  Cache C;
  std::thread T([&] { C.put(1); });
  C.size();
  T.join();
}
