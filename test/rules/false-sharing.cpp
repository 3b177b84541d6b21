// MR14: shards on one cache line.
//
// RUN: %maprace scan --rules=false-sharing %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <array>
#include <atomic>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

namespace array_of_shards {
// CHECK: false-sharing.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'array_of_shards::Shard_bad'{{.*}}to 64 bytes{{.*}} [maprace-false-sharing]
struct Shard_bad {
  std::mutex Mu;
  std::map<int, int> rows;
};
struct Store {
  void put(int K) {
    Shard_bad &S = Shards[K % 8];
    std::lock_guard L(S.Mu);
    S.rows[K] = K;
  }
  Shard_bad Shards[8];
};
void run() {
  Store S;
  std::thread A([&] { S.put(1); }), B([&] { S.put(2); });
  A.join();
  B.join();
}
} // namespace array_of_shards

namespace std_array {
// CHECK: false-sharing.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'std_array::Stripe_bad'{{.*}} [maprace-false-sharing]
struct Stripe_bad {
  mutable std::shared_mutex Mu;
  std::map<int, int> rows;
};
std::array<Stripe_bad, 16> Stripes;
void put(int K) {
  std::unique_lock L(Stripes[K % 16].Mu);
  Stripes[K % 16].rows.erase(K);
}
bool has(int K) {
  std::shared_lock L(Stripes[K % 16].Mu);
  return Stripes[K % 16].rows.count(K);
}
void run() {
  std::thread A(put, 1), B(has, 1);
  A.join();
  B.join();
}
} // namespace std_array

namespace vector_of_shards {
// CHECK: false-sharing.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'vector_of_shards::Bucket_bad'{{.*}} [maprace-false-sharing]
struct Bucket_bad {
  std::mutex Mu;
  std::map<int, int> rows;
  std::atomic<long> Hits{0};
};
class Store {
public:
  explicit Store(int N) : Buckets(N) {}
  void put(int K) {
    auto &B = Buckets[K % Buckets.size()];
    std::lock_guard L(B.Mu);
    B.rows.emplace(K, K);
    ++B.Hits;
  }

private:
  std::vector<Bucket_bad> Buckets;
};
void run() {
  Store S(4);
  std::thread A([&] { S.put(1); }), B([&] { S.put(2); });
  A.join();
  B.join();
}
} // namespace vector_of_shards

namespace template_shards {
template <class K, class V> class Sharded {
public:
  void put(const K &Key, const V &Value) {
    Shard_bad &S = Shards[Key % 4];
    std::lock_guard L(S.Mu);
    S.rows[Key] = Value;
  }

private:
  // CHECK: false-sharing.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'template_shards::Sharded::Shard_bad'{{.*}} [maprace-false-sharing]
  struct Shard_bad {
    std::mutex Mu;
    std::map<K, V> rows;
  };
  std::array<Shard_bad, 4> Shards;
};
void run() {
  Sharded<int, int> S;
  std::thread A([&] { S.put(1, 1); }), B([&] { S.put(2, 2); });
  A.join();
  B.join();
}
} // namespace template_shards

namespace across_functions {
// CHECK: false-sharing.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'across_functions::Shard_bad'{{.*}} [maprace-false-sharing]
class Shard_bad {
public:
  void put(int K) {
    std::lock_guard L(Mu);
    insert(K);
  }

private:
  void insert(int K) { rows[K] = K; }
  std::mutex Mu;
  std::map<int, int> rows;
};
Shard_bad Shards[32];
Shard_bad &shardOf(int K) { return Shards[K & 31]; }
void work(int K) { shardOf(K).put(K); }
void run() {
  std::thread A(work, 1), B(work, 2);
  A.join();
  B.join();
}
} // namespace across_functions

namespace of_several_threads {
// CHECK: false-sharing.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'of_several_threads::Part_bad'{{.*}} [maprace-false-sharing]
struct Part_bad {
  std::mutex Mu;
  std::map<int, int> rows;
};
Part_bad Parts[4];
void work(int I) {
  std::lock_guard L(Parts[I].Mu);
  Parts[I].rows.clear();
}
void run() {
  std::vector<std::thread> All;
  for (int I = 0; I < 4; ++I)
    All.emplace_back(work, I);
  for (auto &T : All)
    T.join();
}
} // namespace of_several_threads

namespace aligned {
struct alignas(64) Shard_ok {
  std::mutex Mu;
  std::map<int, int> rows;
};
Shard_ok Shards[8];
void put(int K) {
  std::lock_guard L(Shards[K % 8].Mu);
  Shards[K % 8].rows[K] = K;
}
void run() {
  std::thread A(put, 1), B(put, 2);
  A.join();
  B.join();
}
} // namespace aligned

namespace padded {
struct Padded_ok {
  std::mutex Mu;
  std::map<int, int> rows;
  char Fill[128 - sizeof(std::mutex) - sizeof(std::map<int, int>)];
};
Padded_ok Shards[8];
void put(int K) {
  std::lock_guard L(Shards[K % 8].Mu);
  Shards[K % 8].rows[K] = K;
}
void run() {
  std::thread A(put, 1), B(put, 2);
  A.join();
  B.join();
}
} // namespace padded

namespace one_by_one {
struct Apart_ok {
  std::mutex Mu;
  std::map<int, int> rows;
};
struct Store {
  void put(int K) {
    Apart_ok &S = *Shards[K % Shards.size()];
    std::lock_guard L(S.Mu);
    S.rows[K] = K;
  }
  std::vector<std::unique_ptr<Apart_ok>> Shards;
};
void run() {
  Store S;
  std::thread A([&] { S.put(1); }), B([&] { S.put(2); });
  A.join();
  B.join();
}
} // namespace one_by_one

namespace single {
struct Single_ok {
  std::mutex Mu;
  std::map<int, int> rows;
};
Single_ok Only;
void put(int K) {
  std::lock_guard L(Only.Mu);
  Only.rows[K] = K;
}
void run() {
  std::thread A(put, 1), B(put, 2);
  A.join();
  B.join();
}
} // namespace single

namespace one_thread {
struct Alone_ok {
  std::mutex Mu;
  std::map<int, int> rows;
};
Alone_ok Shards[8];
void put(int K) {
  std::lock_guard L(Shards[K % 8].Mu);
  Shards[K % 8].rows[K] = K;
}
void run() {
  std::thread A([] {
    for (int I = 0; I < 9; ++I)
      put(I);
  });
  A.join();
}
} // namespace one_thread

namespace large {
struct Large_ok {
  std::mutex Mu;
  std::map<int, int> rows;
  char Name[400];
};
Large_ok Shards[8];
void put(int K) {
  std::lock_guard L(Shards[K % 8].Mu);
  Shards[K % 8].rows[K] = K;
}
void run() {
  std::thread A(put, 1), B(put, 2);
  A.join();
  B.join();
}
} // namespace large

namespace counters {
// CHECK: false-sharing.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: elements of 'counters::Service::Counts' are 8 bytes apart, {{.*}} align 'counters::Count_bad' to 64 bytes [maprace-false-sharing]
struct Count_bad {
  std::atomic<long> Hits{0};
};
struct alignas(64) Count_ok {
  std::atomic<long> Hits{0};
};
// one thread counts
struct Own_ok {
  std::atomic<long> Hits{0};
};
// which element, the key says
struct Bucket_ok {
  std::atomic<long> Hits{0};
};
class Service {
public:
  void work(int Self) {
    for (int I = 0; I < 9; ++I) {
      Counts[Self].Hits.fetch_add(1, std::memory_order_relaxed);
      Padded[Self].Hits.fetch_add(1, std::memory_order_relaxed);
      ++Buckets[I % 4].Hits;
    }
  }
  void alone(int Self) { ++Own[Self].Hits; }
  void run() {
    std::thread A(&Service::work, this, 0), B(&Service::work, this, 1), C(&Service::alone, this, 2);
    A.join();
    B.join();
    C.join();
  }

private:
  std::array<Count_bad, 4> Counts;
  std::vector<Count_ok> Padded{4};
  std::vector<Own_ok> Own{4};
  std::vector<Bucket_ok> Buckets{4};
};
void run() { Service().run(); }
} // namespace counters

namespace counters_of_a_team {
// CHECK: false-sharing.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: elements of 'counters_of_a_team::Totals' are 16 bytes apart, {{.*}} [maprace-false-sharing]
struct Total_bad {
  long Rows = 0, Bytes = 0;
};
std::vector<Total_bad> Totals(4);
void count(int Self) {
  for (int I = 0; I < 9; ++I)
    ++Totals[Self].Rows;
}
void run() {
  std::vector<std::thread> Team;
  for (int I = 0; I < 4; ++I)
    Team.emplace_back(count, I);
  for (std::thread &Each : Team)
    Each.join();
}
} // namespace counters_of_a_team

int main() {
  counters::run();
  counters_of_a_team::run();
  array_of_shards::run();
  std_array::run();
  vector_of_shards::run();
  template_shards::run();
  across_functions::run();
  of_several_threads::run();
  aligned::run();
  padded::run();
  one_by_one::run();
  single::run();
  one_thread::run();
  large::run();
}
