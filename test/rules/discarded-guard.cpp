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
    // CHECK-DAG: discarded-guard.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: this guard is destroyed at once: 'unnamed::Table::bad' is then written by 'operator[]' with no lock held{{.*}} [maprace-discarded-guard]
    std::lock_guard<std::mutex>{Mu};
    bad[K] = K;
  }

private:
  std::mutex Mu;
  std::map<int, int> bad;
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
  void put(int K) { (std::lock_guard<std::mutex>{Mu}, ok[K] = K); }

private:
  std::mutex Mu;
  std::map<int, int> ok;
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
    ok[K] = K;
  }

private:
  std::mutex Mu;
  std::map<int, int> ok;
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
