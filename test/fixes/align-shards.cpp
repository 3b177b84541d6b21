// MR14: shards are aligned to a cache line.
//
// RUN: cp %s %t.cpp
// RUN: %maprace scan --rules=false-sharing --fix %t.cpp -- -std=c++20 -pthread > %t.out 2> %t.err
// RUN: %clangxx -fsyntax-only -Wall -Werror -std=c++20 %t.cpp
// RUN: grep -v FIXED: %t.cpp | FileCheck %s --check-prefix=FIXED
// RUN: %maprace scan --rules=false-sharing %t.cpp -- -std=c++20 -pthread | count 0

#include <map>
#include <mutex>
#include <thread>

// FIXED: struct alignas(64) Shard {
struct Shard {
  std::mutex Mu;
  std::map<int, int> rows;
};
Shard shards[8];

template <class K> class Sharded {
public:
  void put(K Key) {
    std::lock_guard Guard(Parts[Key % 4].Mu);
    Parts[Key % 4].rows[Key] = 1;
  }

private:
  // FIXED: class alignas(64) Part {
  class Part {
  public:
    std::mutex Mu;
    std::map<K, int> rows;
  };
  Part Parts[4];
};
Sharded<int> sharded;

void put(int K) {
  std::lock_guard Guard(shards[K % 8].Mu);
  shards[K % 8].rows[K] = K;
  sharded.put(K);
}

int main() {
  std::thread A(put, 1), B(put, 2);
  A.join();
  B.join();
}
