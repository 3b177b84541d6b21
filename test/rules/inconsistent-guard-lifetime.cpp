// MR02: locks behind mutex classes of the program, and what is no matter of locks.
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
    // CHECK: inconsistent-guard-lifetime.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}} under different guards: 'wrapped::Table::rows_bad' is written by 'operator[]' holding 'Table::WriteMu', and read by 'count' holding 'Table::ReadMu'; {{.*}} [maprace-inconsistent-guard]
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

namespace destructor {
// Whether the receiver is over by then is not for a lock to say.
struct Queue {
  ~Queue() {
    std::lock_guard<std::mutex> L(CloseMu);
    dying_ok.clear();
  }
  void receive(int K) {
    std::lock_guard<std::mutex> L(RowsMu);
    dying_ok.erase(K);
  }
  std::mutex CloseMu, RowsMu;
  std::map<int, int> dying_ok;
};
void run() {
  auto *Q = new Queue;
  std::thread A([Q] { Q->receive(1); });
  delete Q;
  A.join();
}
} // namespace destructor

int main() {
  wrapped::run();
  destructor::run();
}
