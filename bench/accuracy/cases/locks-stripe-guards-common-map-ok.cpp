// CASE: locks-stripe-guards-common-map-ok
// SOURCE: written for this suite
// EXPECT: zl::ShardedMap::size_by_shard_ OK
// EXPECT: zl::ShardedMap::shards_ OK
// STD: c++17
// PROVES: issue 3, locks: lock striping
// WHY: the statistics have their own lock

#include <pthread.h>
#include <semaphore.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <set>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace zl {
template <typename K, typename V, size_t N = 8>
class ShardedMap {
 public:
  void Set(const K& k, V v) {
    size_t i = std::hash<K>{}(k) % N;
    std::unique_lock<std::shared_mutex> lock(locks_[i]);
    shards_[i].insert_or_assign(k, std::move(v));
    std::lock_guard<std::mutex> stats(stats_lock_);
    size_by_shard_[i] = shards_[i].size();
  }
  std::optional<V> Get(const K& k) {
    size_t i = std::hash<K>{}(k) % N;
    std::shared_lock<std::shared_mutex> lock(locks_[i]);
    auto it = shards_[i].find(k);
    if (it == shards_[i].end()) return std::nullopt;
    return it->second;
  }

 private:
  std::shared_mutex locks_[N];
  std::unordered_map<K, V> shards_[N];
  std::mutex stats_lock_;
  std::map<size_t, size_t> size_by_shard_;
};
}  // namespace zl
int main() {
  zl::ShardedMap<int, std::string> m;
  std::vector<std::thread> ts;
  for (int t = 0; t < 3; ++t)
    ts.emplace_back([&m, t] {
      for (int i = 0; i < 200; ++i) {
        m.Set(i * 3 + t, "v");
        m.Get(i);
      }
    });
  for (auto& t : ts) t.join();
}
