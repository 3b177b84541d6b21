// MR16: a guard that dies at once.
//
// RUN: not %maprace scan %s -- -std=c++17 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <map>
#include <mutex>
#include <thread>

namespace unnamed {
class Table {
public:
  void putBad(int K) {
    // CHECK-DAG: discarded-guard.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: this guard is destroyed at once: 'unnamed::Table::rowsBad' is then written by 'operator[]' with no lock held{{.*}} [maprace-discarded-guard]
    std::lock_guard<std::mutex>{Mu};
    rowsBad[K] = K;
  }

private:
  std::mutex Mu;
  std::map<int, int> rowsBad;
};
void run() {
  Table T;
  std::thread A([&] { T.putBad(1); });
  T.putBad(2);
  A.join();
}
} // namespace unnamed

namespace comma {
// alive for the rest of its expression, and long enough for that
class Table {
public:
  void put(int K) { (std::lock_guard<std::mutex>{Mu}, rowsOk[K] = K); }

private:
  std::mutex Mu;
  std::map<int, int> rowsOk;
};
void run() {
  Table T;
  std::thread A([&] { T.put(1); });
  T.put(2);
  A.join();
}
} // namespace comma

namespace named {
class Table {
public:
  auto guard() { return std::unique_lock<std::mutex>(Mu); }
  void put(int K) {
    auto G = guard();
    rowsOk[K] = K;
  }

private:
  std::mutex Mu;
  std::map<int, int> rowsOk;
};
void run() {
  Table T;
  std::thread A([&] { T.put(1); });
  T.put(2);
  A.join();
}
} // namespace named

int main() {
  unnamed::run();
  comma::run();
  named::run();
}
