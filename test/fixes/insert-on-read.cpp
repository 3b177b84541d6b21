// MR04: a look-up that inserts nothing gives the same value.
//
// RUN: cp %s %t.cpp
// RUN: not %maprace scan --fix %t.cpp -- -std=c++20 -pthread > %t.out 2> %t.err
// RUN: %clangxx -fsyntax-only -Wall -Werror -std=c++20 %t.cpp
// RUN: grep -v FIXED: %t.cpp | FileCheck %s --check-prefix=FIXED
// RUN: %maprace scan %t.cpp -- -std=c++20 -pthread | count 0

#include <map>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>

struct Names {
  // FIXED: return (names.count(K) ? names.at(K) : decltype(names)::mapped_type());
  std::string name(int K) {
    std::shared_lock Guard(Mu);
    return names[K];
  }
  // FIXED: if ((counts.count("a") ? counts.at("a") : decltype(counts)::mapped_type()) > 2)
  bool many() {
    std::shared_lock Guard(Mu);
    if (counts["a"] > 2)
      return true;
    return false;
  }
  std::shared_mutex Mu;
  std::map<int, std::string> names;
  std::unordered_map<std::string, int> counts;
};

int main() {
  Names N;
  std::thread A([&] { N.name(1), N.many(); });
  N.name(2);
  N.many();
  A.join();
}
