// MR03: a change under the reader side of a lock.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <map>
#include <mutex>
#include <pthread.h>
#include <shared_mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace insert_under_reader {
class Cache {
public:
  void put(int K) {
    std::shared_lock L(Mu);
    // CHECK-DAG: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map writes: 'insert_under_reader::Cache::entriesBad' is changed by 'operator[]' holding 'Cache::Mu' (shared); a reader's lock does not keep other readers out [maprace-write-under-shared-lock]
    entriesBad[K] = K;
  }

private:
  std::shared_mutex Mu;
  std::unordered_map<int, int> entriesBad;
};
void run() {
  Cache C;
  std::vector<std::thread> Pool;
  for (int I = 0; I < 2; ++I)
    Pool.emplace_back([&C] { C.put(1); });
  for (auto &T : Pool)
    T.join();
}
} // namespace insert_under_reader

namespace through_helper {
pthread_rwlock_t Lock = PTHREAD_RWLOCK_INITIALIZER;
std::map<int, int> tableBad;
// CHECK-DAG: write-under-shared-lock.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map {{.*}}'through_helper::tableBad' is changed by 'erase' holding 'through_helper::Lock' (shared){{.*}}
void prune() { tableBad.erase(1); }
void *work(void *) {
  pthread_rwlock_rdlock(&Lock);
  if (tableBad.count(1))
    prune();
  pthread_rwlock_unlock(&Lock);
  return nullptr;
}
void run() {
  pthread_t T[2];
  for (auto &X : T)
    pthread_create(&X, nullptr, work, nullptr);
  for (auto &X : T)
    pthread_join(X, nullptr);
}
} // namespace through_helper

namespace upgrade {
class Cache {
public:
  int get(int K) {
    {
      std::shared_lock L(Mu);
      if (auto I = entriesOk.find(K); I != entriesOk.end())
        return I->second;
    }
    std::unique_lock L(Mu);
    return entriesOk[K];
  }

private:
  std::shared_mutex Mu;
  std::unordered_map<int, int> entriesOk;
};
void run() {
  Cache C;
  std::thread A([&] { C.get(1); }), B([&] { C.get(1); });
  A.join();
  B.join();
}
} // namespace upgrade

int main() {
  insert_under_reader::run();
  through_helper::run();
  upgrade::run();
}
