// MR10: a member that is created once gets a flag of its own beside it.
//
// RUN: cp %s %t.cpp
// RUN: not %maprace scan --fix %t.cpp -- -std=c++20 -pthread > %t.out 2> %t.err
// RUN: %clangxx -fsyntax-only -Wall -Werror -std=c++20 %t.cpp
// RUN: grep -v FIXED: %t.cpp | FileCheck %s --check-prefix=FIXED
// RUN: not %maprace scan %t.cpp -- -std=c++20 -pthread > %t.again
// RUN: FileCheck %s --check-prefix=AGAIN --implicit-check-not=warning: < %t.again

#include <map>
#include <memory>
#include <mutex>
#include <thread>

template <class F> void twice(F Work) {
  std::thread A(Work), B(Work);
  A.join();
  B.join();
}

class Names {
public:
  int find(int K) const {
    // FIXED: std::call_once(namesOnce_, [&] { names_ = std::make_unique<std::map<int, int>>(); });
    // FIXED-NEXT: return names_->count(K);
    if (!names_)
      names_ = std::make_unique<std::map<int, int>>();
    return names_->count(K);
  }

private:
  std::mutex Other;
  // FIXED: mutable std::once_flag namesOnce_;
  // FIXED-NEXT: mutable std::unique_ptr<std::map<int, int>> names_;
  mutable std::unique_ptr<std::map<int, int>> names_;
};

class Shared {
public:
  static int find(int K) {
    // FIXED: static std::once_flag TableOnce;
    // FIXED-NEXT: std::call_once(TableOnce, [&] { Table = new std::map<int, int>; });
    if (!Table)
      Table = new std::map<int, int>;
    return Table->count(K);
  }

private:
  static inline std::map<int, int> *Table = nullptr;
};

// Its objects are copied: a flag could not be.
struct Copied {
  int find(int K) {
    // FIXED: if (!Rows)
    // AGAIN-DAG: warning: 'Copied::Rows' is created on first use
    if (!Rows)
      Rows = std::make_shared<std::map<int, int>>();
    return Rows->count(K);
  }
  std::shared_ptr<std::map<int, int>> Rows;
};

// Empty again later: once is not enough.
class Emptied {
public:
  int find(int K) {
    // FIXED: if (!Rows)
    // AGAIN-DAG: warning: 'Emptied::Rows' is created on first use
    if (!Rows)
      Rows = new std::map<int, int>;
    return Rows->count(K);
  }
  void drop() { Rows = nullptr; }

private:
  std::mutex Other;
  std::map<int, int> *Rows = nullptr;
};

// Declared together with another: no place for a flag between the two.
class Paired {
public:
  int find(int K) {
    // FIXED: if (!First)
    // AGAIN-DAG: warning: 'Paired::First' is created on first use
    if (!First)
      First = new std::map<int, int>;
    return First->count(K) + (Second ? 1 : 0);
  }

private:
  std::mutex Other;
  std::map<int, int> *First = nullptr, *Second = nullptr;
};

int main() {
  Names N;
  twice([&] { N.find(1); });
  twice([] { Shared::find(1); });
  Copied C;
  twice([&] { C.find(1); });
  Emptied E;
  twice([&] { E.find(1); });
  E.drop();
  Paired P;
  twice([&] { P.find(1); });
}
