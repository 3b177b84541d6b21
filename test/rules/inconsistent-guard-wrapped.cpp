// MR02: locks behind mutex classes of the program.
//
// RUN: not %maprace scan %s -- -std=c++17 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <map>
#include <mutex>
#include <thread>

class Mutex {
public:
  void lock() { Inner.lock(); }
  void unlock() { Inner.unlock(); }

private:
  std::mutex Inner;
};
class Lock {
public:
  explicit Lock(Mutex &M) : Held(M) { Held.lock(); }
  ~Lock() { Held.unlock(); }

private:
  Mutex &Held;
};

namespace wrapped {
// Every lock of the program is an 'Inner': the objects around it tell them apart.
struct Table {
  void put(int K) {
    Lock L(WriteMu);
    // CHECK: inconsistent-guard-wrapped.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}} under different guards: 'wrapped::Table::rows_bad' is written by 'operator[]' holding 'Table::WriteMu', and read by 'count' holding 'Table::ReadMu'; {{.*}} [maprace-inconsistent-guard]
    rows_bad[K] = K;
  }
  bool has(int K) {
    Lock L(ReadMu);
    return rows_bad.count(K);
  }
  Mutex WriteMu, ReadMu;
  std::map<int, int> rows_bad;
};
void run() {
  Table T;
  std::thread A([&] { T.put(1); });
  T.has(1);
  A.join();
}
} // namespace wrapped

namespace wrapped_alike {
struct Table {
  void put(int K) {
    Lock L(Mu);
    wrapped_ok[K] = K;
  }
  Mutex Mu;
  std::map<int, int> wrapped_ok;
};
void run() {
  Table T;
  std::thread A([&] { T.put(1); });
  T.put(2);
  A.join();
}
} // namespace wrapped_alike

int main() {
  wrapped::run();
  wrapped_alike::run();
}
