// MR07: who comes second leaves what the first one has put there.
//
// RUN: cp %s %t.cpp
// RUN: not %maprace scan --fix %t.cpp -- -std=c++20 -pthread > %t.out 2> %t.err
// RUN: %clangxx -fsyntax-only -Wall -Werror -std=c++20 %t.cpp
// RUN: grep -v FIXED: %t.cpp | FileCheck %s --check-prefix=FIXED
// RUN: %maprace scan %t.cpp -- -std=c++20 -pthread | count 0

#include <map>
#include <mutex>
#include <string>
#include <thread>

class Registry {
public:
  // FIXED: rows.try_emplace(K, Name);
  void add(int K, const std::string &Name) {
    {
      std::lock_guard Guard(Mu);
      if (rows.count(K))
        return;
    }
    std::lock_guard Guard(Mu);
    rows[K] = Name;
  }

private:
  std::mutex Mu;
  std::map<int, std::string> rows;
};

int main() {
  Registry R;
  std::thread A([&] { R.add(1, "a"); });
  R.add(1, "b");
  A.join();
}
