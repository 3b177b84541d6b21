// What is not certain is not offered: nothing here is changed.
//
// RUN: cp %s %t.cpp
// RUN: not %maprace scan --fix --rules='*' %t.cpp -- -std=c++20 -pthread > %t.out 2> %t.err
// RUN: FileCheck %s --input-file=%t.err
// RUN: diff %s %t.cpp
//
// CHECK: maprace: note: fixed 0 of {{[1-9][0-9]*}} findings in 0 files

#include <condition_variable>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <thread>

// In a macro.
#define GUARD(M)                                                                                                       \
  std::lock_guard<std::mutex> { M }
struct InMacro {
  void put(int K) {
    GUARD(Mu);
    rows[K] = K;
  }
  int size() {
    std::lock_guard<std::mutex> L(Mu);
    return rows.size();
  }
  std::mutex Mu;
  std::map<int, int> rows;
};

// The rest of the block takes the lock itself: a second time, it would wait forever.
struct TakesItItself {
  void put(int K) {
    std::lock_guard<std::mutex> L(Mu);
    rows[K] = K;
  }
  int size() {
    int N = rows.size();
    put(N);
    return N;
  }
  std::mutex Mu;
  std::map<int, int> rows;
};

// Waits with what would be the lock held.
struct Joins {
  void put(int K) {
    std::lock_guard<std::mutex> L(Mu);
    rows[K] = K;
  }
  void run() {
    std::thread A([this] { put(1); });
    rows.clear();
    A.join();
  }
  std::mutex Mu;
  std::map<int, int> rows;
};

// A const method, and a mutex that it cannot lock.
struct NotMutable {
  void put(int K) {
    std::lock_guard<std::mutex> L(Mu);
    rows[K] = K;
  }
  int size() const { return rows.size(); }
  std::mutex Mu;
  std::map<int, int> rows;
};

// The guard goes on to somebody who wants a reader's.
struct HandsOn {
  static void note(std::shared_lock<std::shared_mutex>) {}
  void put(int K) {
    std::shared_lock<std::shared_mutex> L(Mu);
    rows[K] = K;
    note(std::move(L));
  }
  std::shared_mutex Mu;
  std::map<int, int> rows;
};

// A flag for each object would have to be a member.
struct Lazy {
  bool has(int K) {
    if (!rows)
      rows = new std::map<int, int>;
    return rows->count(K);
  }
  std::map<int, int> *rows = nullptr;
};

template <class T, class F, class G> void together(T &Object, F First, G Second) {
  std::thread A([&] { First(Object); });
  Second(Object);
  A.join();
}

int main() {
  InMacro A;
  together(A, [](auto &X) { X.put(1); }, [](auto &X) { X.size(); });
  TakesItItself B;
  together(B, [](auto &X) { X.put(1); }, [](auto &X) { X.size(); });
  Joins C;
  C.run();
  NotMutable D;
  together(D, [](auto &X) { X.put(1); }, [](auto &X) { X.size(); });
  HandsOn E;
  together(E, [](auto &X) { X.put(1); }, [](auto &X) { X.put(2); });
  Lazy F;
  together(F, [](auto &X) { X.has(1); }, [](auto &X) { X.has(2); });
}
