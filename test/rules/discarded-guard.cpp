// MR16: a guard that is gone before the access it was meant for.
//
// RUN: not %maprace scan %s -- -std=c++17 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <condition_variable>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <thread>

// Each table has a reader that locks; run() lets both sides meet.
template <class Table> void run() {
  Table T;
  std::thread A([&] { T.put(1); });
  T.size();
  T.put(2);
  A.join();
}

struct Base {
  std::mutex Mu;
  auto guard() { return std::unique_lock<std::mutex>(Mu); }
};

namespace unnamed {
struct Table : Base {
  void put(int K) {
    // CHECK: discarded-guard.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'unnamed::Table::rows_bad'{{.*}}is then written by 'operator[]' with no lock held{{.*}} [maprace-discarded-guard]
    std::lock_guard<std::mutex>{Mu};
    rows_bad[K] = K;
  }
  int size() {
    std::lock_guard<std::mutex> L(Mu);
    return rows_bad.size();
  }
  std::map<int, int> rows_bad;
};
} // namespace unnamed

namespace of_a_call {
struct Table : Base {
  void put(int K) {
    // CHECK: discarded-guard.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'of_a_call::Table::rows_bad'{{.*}} [maprace-discarded-guard]
    guard();
    rows_bad[K] = K;
  }
  int size() {
    auto L = guard();
    return rows_bad.size();
  }
  std::map<int, int> rows_bad;
};
} // namespace of_a_call

namespace shadowing {
// Declares a second 'Mutex', which guards nothing.
struct Table {
  void put(int K) {
    // CHECK: discarded-guard.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'shadowing::Table::rows_bad'{{.*}} [maprace-discarded-guard]
    std::unique_lock<std::mutex>(Mutex);
    rows_bad[K] = K;
  }
  int size() {
    std::unique_lock<std::mutex> L(Mutex);
    return rows_bad.size();
  }
  std::mutex Mutex;
  std::map<int, int> rows_bad;
};
} // namespace shadowing

namespace shadowing_a_global {
std::shared_mutex Mutex;
std::map<int, int> rows_bad;
struct Table {
  void put(int K) {
    // CHECK: discarded-guard.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'shadowing_a_global::rows_bad'{{.*}} [maprace-discarded-guard]
    std::unique_lock<std::shared_mutex>(Mutex);
    rows_bad[K] = K;
  }
  int size() {
    std::shared_lock<std::shared_mutex> L(Mutex);
    return rows_bad.size();
  }
};
} // namespace shadowing_a_global

namespace alone_in_its_scope {
struct Table : Base {
  void put(int K) {
    {
      // CHECK: discarded-guard.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'alone_in_its_scope::Table::rows_bad'{{.*}} [maprace-discarded-guard]
      std::lock_guard<std::mutex> L(Mu);
    }
    rows_bad[K] = K;
  }
  int size() {
    std::lock_guard<std::mutex> L(Mu);
    return rows_bad.size();
  }
  std::map<int, int> rows_bad;
};
} // namespace alone_in_its_scope

namespace body_of_an_if {
struct Table : Base {
  void put(int K) {
    if (Threads)
      // CHECK: discarded-guard.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'body_of_an_if::Table::rows_bad'{{.*}} [maprace-discarded-guard]
      std::lock_guard<std::mutex> L(Mu);
    rows_bad[K] = K;
  }
  int size() {
    std::lock_guard<std::mutex> L(Mu);
    return rows_bad.size();
  }
  bool Threads = true;
  std::map<int, int> rows_bad;
};
} // namespace body_of_an_if

namespace unlocked_too_early {
struct Table : Base {
  void put(int K) {
    // CHECK: discarded-guard.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'unlocked_too_early::Table::rows_bad'{{.*}}is then written{{.*}} [maprace-discarded-guard]
    std::unique_lock<std::mutex> L(Mu);
    L.unlock();
    rows_bad[K] = K;
  }
  int size() {
    std::lock_guard<std::mutex> L(Mu);
    return rows_bad.size();
  }
  std::map<int, int> rows_bad;
};
} // namespace unlocked_too_early

namespace comma {
// Alive for the rest of its expression, and long enough for that.
struct Table : Base {
  void put(int K) { (std::lock_guard<std::mutex>{Mu}, comma_ok[K] = K); }
  int size() {
    std::lock_guard<std::mutex> L(Mu);
    return comma_ok.size();
  }
  std::map<int, int> comma_ok;
};
} // namespace comma

namespace returned {
struct Table : Base {
  void put(int K) {
    auto G = guard();
    returned_ok[K] = K;
  }
  int size() {
    auto &&G = guard();
    return returned_ok.size();
  }
  std::map<int, int> returned_ok;
};
} // namespace returned

namespace in_the_full_expression {
struct Table : Base {
  std::map<int, int> &rows(const std::unique_lock<std::mutex> &) { return fullExpression_ok; }
  void put(int K) { rows(guard())[K] = K; }
  int size() { return rows(guard()).size(); }
  std::map<int, int> fullExpression_ok;
};
} // namespace in_the_full_expression

namespace nobody_else {
struct Table : Base {
  void put(int K) {
    std::lock_guard<std::mutex>{Mu};
    unshared_ok[K] = K;
  }
  std::map<int, int> unshared_ok;
};
void alone() {
  Table T;
  T.put(1);
}
} // namespace nobody_else

namespace taken_again {
struct Table : Base {
  void put(int K) {
    std::unique_lock<std::mutex> L(Mu);
    L.unlock();
    prepare();
    L.lock();
    takenAgain_ok[K] = K;
  }
  static void prepare() {}
  int size() {
    std::lock_guard<std::mutex> L(Mu);
    return takenAgain_ok.size();
  }
  std::map<int, int> takenAgain_ok;
};
} // namespace taken_again

namespace barrier {
// Locks and unlocks to be seen by a waiter; the map has its own lock.
struct Table : Base {
  void put(int K) {
    {
      std::lock_guard<std::mutex> L(Mu);
    }
    Cv.notify_all();
    std::lock_guard<std::mutex> L(RowsMu);
    barrier_ok[K] = K;
  }
  int size() {
    std::lock_guard<std::mutex> L(RowsMu);
    return barrier_ok.size();
  }
  std::condition_variable Cv;
  std::mutex RowsMu;
  std::map<int, int> barrier_ok;
};
} // namespace barrier

namespace same_name_elsewhere {
// A guard may have the name of a lock as long as it takes one.
struct Table {
  void put(int K) {
    std::unique_lock<std::mutex> Mutex(this->Mutex);
    ownName_ok[K] = K;
  }
  int size() {
    std::unique_lock<std::mutex> L(Mutex);
    return ownName_ok.size();
  }
  std::mutex Mutex;
  std::map<int, int> ownName_ok;
};
} // namespace same_name_elsewhere

int main() {
  run<unnamed::Table>();
  run<of_a_call::Table>();
  run<shadowing::Table>();
  run<shadowing_a_global::Table>();
  run<alone_in_its_scope::Table>();
  run<body_of_an_if::Table>();
  run<unlocked_too_early::Table>();
  run<comma::Table>();
  run<returned::Table>();
  run<in_the_full_expression::Table>();
  nobody_else::alone();
  run<taken_again::Table>();
  run<barrier::Table>();
  run<same_name_elsewhere::Table>();
}
