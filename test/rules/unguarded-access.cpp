// MR01, line by line of the checklist's table "Boundary cases". Functions and maps
// named *Ok must stay silent, *Bad must be reported: any warning that is not expected
// here fails the test.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread -isystem %S/mocks > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include "concurrent_maps.h"
#include <atomic>
#include <condition_variable>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <pthread.h>
#include <set>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

template <class F> void twice(F Work) {
  std::thread A(Work), B(Work);
  A.join();
  B.join();
}

namespace read_read {
// read + read, no structural change
std::unordered_map<int, int> tableOk{{1, 2}};
int find(int K) { auto I = tableOk.find(K); return I == tableOk.end() ? 0 : I->second; }
void run() {
  std::thread A(find, 1), B(find, 2);
  A.join();
  B.join();
}
} // namespace read_read

namespace one_side {
// read + write, one side unguarded
std::mutex Mu;
std::unordered_map<int, int> tableBad;
void write(int K) {
  std::lock_guard<std::mutex> L(Mu);
  tableBad[K] = 1;
}
// CHECK: unguarded-access.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map read and map write: 'one_side::tableBad' is read by 'count' with no lock held{{.*}} [maprace-unguarded-access]
bool read(int K) { return tableBad.count(K); }
void run() {
  std::thread A(write, 1);
  read(2);
  A.join();
}
} // namespace one_side

namespace iteration {
// iteration + insert from another thread
std::map<int, int> tableBad;
int sum() {
  int S = 0;
  // CHECK: unguarded-access.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map iteration and map write: 'iteration::tableBad' is iterated over by 'range-for'{{.*}} [maprace-unguarded-access]
  for (auto &E : tableBad)
    S += E.second;
  return S;
}
std::mutex Mu;
void run() {
  std::thread A([] {
    std::lock_guard L(Mu);
    tableBad.emplace(1, 1);
  });
  sum();
  A.join();
}
} // namespace iteration

namespace polled {
// size() polled without the lock that writers hold
class Queue {
public:
  void put(int K) {
    std::scoped_lock L(Mu);
    pendingBad.insert(K);
  }
  // CHECK: unguarded-access.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map read and map write: 'polled::Queue::pendingBad' is read by 'size' with no lock held{{.*}} [maprace-unguarded-access]
  size_t backlog() const { return pendingBad.size(); }

private:
  std::mutex Mu;
  std::set<int> pendingBad;
};
void run() {
  Queue Q;
  std::jthread A([&Q] { Q.put(1); });
  while (Q.backlog() == 0)
    ;
}
} // namespace polled

namespace reader_writer {
// reader holds shared_lock, writer holds unique_lock of the same mutex
class Cache {
public:
  int get(int K) const {
    std::shared_lock L(Mu);
    auto I = entriesOk.find(K);
    return I == entriesOk.end() ? 0 : I->second;
  }
  void put(int K, int V) {
    std::unique_lock L(Mu);
    entriesOk[K] = V;
  }

private:
  mutable std::shared_mutex Mu;
  std::unordered_map<int, int> entriesOk;
};
void run() {
  Cache C;
  std::thread A([&] { C.put(1, 1); });
  C.get(1);
  A.join();
}
} // namespace reader_writer

namespace filled_before {
// filled before the threads start, only read after
void run() {
  std::unordered_map<std::string, int> indexOk;
  indexOk["a"] = 1;
  std::vector<std::thread> Pool;
  for (int I = 0; I < 4; ++I)
    Pool.emplace_back([&indexOk] { indexOk.find("a"); });
  for (auto &T : Pool)
    T.join();
}
} // namespace filled_before

namespace joined {
// written, threads joined, then read by the starter
class Job {
public:
  void start() { Worker = std::thread(&Job::work, this); }
  void stop() { Worker.join(); }
  void work() { resultsOk.emplace(1, 2); }
  size_t size() const { return resultsOk.size(); }

private:
  std::thread Worker;
  std::unordered_map<int, int> resultsOk;
};
void run() {
  Job J;
  J.start();
  J.stop();
  J.size();
}
size_t async() {
  std::map<int, int> partOk;
  auto F = std::async(std::launch::async, [&] { partOk[1] = 1; });
  F.get();
  return partOk.size();
}
} // namespace joined

namespace partly_joined {
// joining some of the threads ends nothing for the others
void run() {
  std::map<int, int> tableBad;
  std::thread A([&] { tableBad.count(1); });
  std::thread B([&] { tableBad.count(2); });
  A.join();
  // CHECK: unguarded-access.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map read and map write: 'partly_joined::run::tableBad' is written by 'operator[]'{{.*}} [maprace-unguarded-access]
  tableBad[3] = 3;
  B.join();
}
} // namespace partly_joined

namespace handed_over {
// built locally, then moved or handed over as a thread argument
void consume(std::unordered_map<int, int> Given) { Given[2] = 2; }
void run() {
  std::unordered_map<int, int> builtOk;
  builtOk[1] = 1;
  std::thread A(consume, std::move(builtOk));
  A.join();
}
void own() {
  auto Mine = std::make_unique<std::map<int, int>>();
  std::thread A([M = std::move(Mine)] { (*M)[1] = 1; });
  A.join();
}
} // namespace handed_over

namespace per_thread {
// per-thread or thread_local map
thread_local std::unordered_map<int, int> ScratchOk;
void work() {
  ScratchOk[1] = 1;
  std::map<int, int> LocalOk;
  LocalOk[2] = 2;
}
void run() {
  std::thread A(work), B(work);
  A.join();
  B.join();
}
} // namespace per_thread

namespace caller_locks {
// lock taken in the caller
class Store {
public:
  void put(int K) {
    std::lock_guard L(Mu);
    insert(K);
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    erase(K);
  }

private:
  void insert(int K) { dataOk[K] = K; }
  void erase(int K) { dataOk.erase(K); }
  std::mutex Mu;
  std::map<int, int> dataOk;
};
void run() {
  Store S;
  std::thread A([&] { S.put(1); });
  S.drop(1);
  A.join();
}
} // namespace caller_locks

namespace lock_pair {
// lock()/unlock() pair of helpers
class Store {
public:
  void put(int K) {
    enter();
    dataOk[K] = K;
    leave();
  }
  void early(int K) {
    enter();
    leave();
    // CHECK: unguarded-access.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map writes: 'lock_pair::Store::dataBad' is written by 'operator[]' with no lock held{{.*}} [maprace-unguarded-access]
    dataBad[K] = K;
  }

private:
  void enter() { pthread_mutex_lock(&Mu); }
  void leave() { pthread_mutex_unlock(&Mu); }
  pthread_mutex_t Mu = PTHREAD_MUTEX_INITIALIZER;
  std::map<int, int> dataOk, dataBad;
};
void *entry(void *P) {
  static_cast<Store *>(P)->put(1);
  static_cast<Store *>(P)->early(1);
  return nullptr;
}
void run() {
  Store S;
  pthread_t T[2];
  for (int I = 0; I < 2; ++I)
    pthread_create(&T[I], nullptr, entry, &S);
  for (int I = 0; I < 2; ++I)
    pthread_join(T[I], nullptr);
}
} // namespace lock_pair

namespace annotated {
// asserted by annotation
class __attribute__((capability("mutex"))) Lock {
public:
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};
class Store {
public:
  void put(int K) __attribute__((requires_capability(Mu))) { dataOk[K] = K; }
  Lock Mu;
  std::map<int, int> dataOk;
};
void work(Store *S) {
  S->Mu.lock();
  S->put(1);
  S->Mu.unlock();
}
void run() {
  Store S;
  std::thread A(work, &S), B(work, &S);
  A.join();
  B.join();
}
} // namespace annotated

namespace snapshot {
// new snapshot built, then published by release store, readers load-acquire
using Map = std::unordered_map<int, int>;
std::atomic<Map *> currentOk;
void publish() {
  auto *Next = new Map;
  (*Next)[1] = 1;
  currentOk.store(Next, std::memory_order_release);
}
int look() {
  Map *M = currentOk.load(std::memory_order_acquire);
  return M ? M->count(1) : 0;
}
void run() {
  std::thread A(look);
  publish();
  A.join();
}
} // namespace snapshot

namespace lazily {
// function-local statics and call_once are safe ways to begin
const std::map<int, int> &codesOk() {
  static const std::map<int, int> Codes = [] {
    std::map<int, int> M;
    M[1] = 1;
    return M;
  }();
  return Codes;
}
std::once_flag Flag;
std::map<int, int> onceOk;
int once(int K) {
  std::call_once(Flag, [] { onceOk[1] = 1; });
  return onceOk.count(K) + codesOk().count(K);
}
void run() {
  std::thread A(once, 1), B(once, 2);
  A.join();
  B.join();
}
} // namespace lazily

namespace local_static {
int next(int K) {
  static std::map<int, int> countsBad;
  // CHECK: unguarded-access.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map writes: 'local_static::next::countsBad' is written by 'operator[]' with no lock held, by a thread started by std::thread, several at once{{.*}} [maprace-unguarded-access]
  return ++countsBad[K];
}
void run() {
  std::vector<std::thread> Pool;
  for (int I = 0; I < 3; ++I)
    Pool.push_back(std::thread(next, I));
  for (auto &T : Pool)
    T.join();
}
} // namespace local_static

namespace no_lock_in_the_map {
// a sharded map whose template argument for the lock does nothing
phmap::parallel_flat_hash_map<int, int> tableBad;
void put(int K) {
  // CHECK: unguarded-access.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map writes: 'no_lock_in_the_map::tableBad' is written by 'emplace' with no lock held{{.*}} [maprace-unguarded-access]
  tableBad.emplace(K, K);
}
void run() {
  twice([] { put(1); });
}
} // namespace no_lock_in_the_map

namespace joined_by_index {
// both of the two handles are waited for, in another function than the one that filled them
struct Pool {
  std::map<int, int> dataOk;
  std::thread Workers[2];
  void start() {
    Workers[0] = std::thread([this] { (void)dataOk.size(); });
    Workers[1] = std::thread([this] { (void)dataOk.count(1); });
  }
  void stop() {
    Workers[0].join();
    Workers[1].join();
    dataOk.clear();
  }
};
struct Growing {
  std::map<int, int> grownOk;
  std::vector<std::thread> Workers;
  void start() {
    Workers.emplace_back([this] { (void)grownOk.size(); });
    Workers.emplace_back([this] { (void)grownOk.count(1); });
  }
  void stop() {
    Workers[0].join();
    Workers[1].join();
    grownOk.clear();
  }
};
void run() {
  Pool P;
  P.start();
  P.stop();
  Growing G;
  G.start();
  G.stop();
}
} // namespace joined_by_index

namespace one_index_left {
struct Pool {
  std::map<int, int> leftBad;
  std::thread Workers[2];
  void start() {
    Workers[0] = std::thread([this] { (void)leftBad.size(); });
    Workers[1] = std::thread([this] { (void)leftBad.count(1); });
  }
  void stop() {
    Workers[0].join();
    // CHECK: unguarded-access.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'one_index_left::Pool::leftBad'{{.*}} [maprace-unguarded-access]
    leftBad.clear();
    Workers[1].join();
  }
};
struct Growing {
  std::map<int, int> aliveBad;
  std::vector<std::thread> Workers;
  void start() {
    Workers.emplace_back([this] { (void)aliveBad.size(); });
    Workers.emplace_back([this] { (void)aliveBad.size(); });
    Workers.emplace_back([this] { (void)aliveBad.size(); });
  }
  void stop() {
    Workers[0].join();
    Workers[1].join();
    // CHECK: unguarded-access.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'one_index_left::Growing::aliveBad'{{.*}} [maprace-unguarded-access]
    aliveBad.clear();
    Workers[2].join();
  }
};
void run() {
  Pool P;
  P.start();
  P.stop();
  Growing G;
  G.start();
  G.stop();
}
} // namespace one_index_left

int main() {
  joined_by_index::run();
  one_index_left::run();
  read_read::run();
  one_side::run();
  iteration::run();
  polled::run();
  reader_writer::run();
  filled_before::run();
  joined::run();
  joined::async();
  partly_joined::run();
  handed_over::run();
  handed_over::own();
  per_thread::run();
  caller_locks::run();
  lock_pair::run();
  annotated::run();
  snapshot::run();
  lazily::run();
  local_static::run();
  no_lock_in_the_map::run();
}
