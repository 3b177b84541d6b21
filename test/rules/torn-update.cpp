// MR08: a map and the field that goes with it, in two critical sections.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>

template <class F> void twice(F Work) {
  std::thread A(Work), B(Work);
  A.join();
  B.join();
}

namespace version {
class Store {
public:
  void put(int K, int V) {
    std::lock_guard L(Mu);
    itemsBad[K] = V;
    ++Version;
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    itemsBad.erase(K);
    ++Version;
  }
  void replace(std::map<int, int> New, long To) {
    {
      std::lock_guard L(Mu);
      // CHECK: torn-update.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'version::Store::itemsBad' and 'version::Store::Version' are updated together in 2 places, but updated here in two critical sections, the map holding 'Store::Mu'; {{.*}} [maprace-torn-update]
      itemsBad = std::move(New);
    }
    std::lock_guard L(Mu);
    Version = To;
  }

private:
  std::mutex Mu;
  std::map<int, int> itemsBad;
  long Version = 0;
};
void run() {
  Store S;
  std::thread A([&] { S.replace({}, 7); });
  S.put(1, 2);
  S.drop(1);
  A.join();
}
} // namespace version

namespace dirty_flag {
class Index {
public:
  void add(int K) {
    std::unique_lock L(Mu);
    wordsBad.emplace(K, 1);
    Dirty = true;
  }
  void remove(int K) {
    std::unique_lock L(Mu);
    wordsBad.erase(K);
    Dirty = true;
  }
  void clear() {
    std::unique_lock L(Mu);
    // CHECK: torn-update.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'dirty_flag::Index::wordsBad' and 'dirty_flag::Index::Dirty' are updated together in 2 places, but updated here in two critical sections, {{.*}} [maprace-torn-update]
    wordsBad.clear();
    L.unlock();
    L.lock();
    Dirty = false;
  }

private:
  std::shared_mutex Mu;
  std::unordered_map<int, int> wordsBad;
  bool Dirty = false;
};
void run() {
  Index I;
  std::thread A([&] { I.clear(); });
  I.add(1);
  I.remove(1);
  A.join();
}
} // namespace dirty_flag

namespace through_helpers {
class Cache {
public:
  void put(int K, int V) {
    std::lock_guard L(Mu);
    insert(K, V);
    grow(V);
  }
  void take(int K, int V) {
    std::lock_guard L(Mu);
    entriesBad.erase(K);
    grow(-V);
  }
  void reset() {
    wipe();
    forget();
  }

private:
  void insert(int K, int V) { entriesBad[K] = V; }
  void grow(int By) { Bytes += By; }
  void wipe() {
    std::lock_guard L(Mu);
    // CHECK: torn-update.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'through_helpers::Cache::entriesBad' and 'through_helpers::Cache::Bytes' are updated together in 2 places, but updated here in two {{.*}} [maprace-torn-update]
    entriesBad.clear();
  }
  void forget() {
    std::lock_guard L(Mu);
    Bytes = 0;
  }
  std::mutex Mu;
  std::map<int, int> entriesBad;
  long Bytes = 0;
};
void run() {
  Cache C;
  std::thread A([&] { C.reset(); });
  C.put(1, 2);
  C.take(1, 2);
  A.join();
}
} // namespace through_helpers

namespace torn_read {
class Store {
public:
  void put(int K, int V) {
    std::unique_lock L(Mu);
    itemsBad[K] = V;
    ++Version;
  }
  void drop(int K) {
    std::unique_lock L(Mu);
    itemsBad.erase(K);
    ++Version;
  }
  std::pair<int, long> get(int K) {
    int Value = 0;
    {
      std::shared_lock L(Mu);
      // CHECK: torn-update.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'torn_read::Store::itemsBad' and 'torn_read::Store::Version' are updated together in 2 places, but read here in two critical sections, {{.*}} [maprace-torn-update]
      if (auto It = itemsBad.find(K); It != itemsBad.end())
        Value = It->second;
    }
    std::shared_lock L(Mu);
    long Seen = Version;
    return {Value, Seen};
  }

private:
  std::shared_mutex Mu;
  std::map<int, int> itemsBad;
  long Version = 0;
};
void run() {
  Store S;
  std::thread A([&] { S.get(1); });
  S.put(1, 2);
  S.drop(1);
  A.join();
}
} // namespace torn_read

namespace field_first {
class Log {
public:
  void open(int K) {
    std::lock_guard L(Mu);
    ++Generation;
    filesBad[K] = "open";
  }
  void close(int K) {
    std::lock_guard L(Mu);
    filesBad.erase(K);
    ++Generation;
  }
  void rotate() {
    {
      std::lock_guard L(Mu);
      ++Generation;
    }
    std::lock_guard L(Mu);
    // CHECK: torn-update.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'field_first::Log::filesBad' and 'field_first::Log::Generation' are updated together in 2 places, {{.*}} [maprace-torn-update]
    filesBad.clear();
  }

private:
  std::mutex Mu;
  std::map<int, std::string> filesBad;
  unsigned Generation = 0;
};
void run() {
  Log L;
  twice([&] {
    L.open(1);
    L.close(1);
    L.rotate();
  });
}
} // namespace field_first

namespace by_hand {
class Table {
public:
  void add(int K) {
    Mu.lock();
    rowsBad.insert({K, K});
    Count = Count + 1;
    Mu.unlock();
  }
  void remove(int K) {
    Mu.lock();
    rowsBad.erase(K);
    Count = Count - 1;
    Mu.unlock();
  }
  void addLater(int K) {
    Mu.lock();
    // CHECK: torn-update.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'by_hand::Table::rowsBad' and 'by_hand::Table::Count' are updated together in 2 places, {{.*}} [maprace-torn-update]
    rowsBad.insert({K, K});
    Mu.unlock();
    std::this_thread::yield();
    Mu.lock();
    Count = Count + 1;
    Mu.unlock();
  }

private:
  std::mutex Mu;
  std::map<int, int> rowsBad;
  int Count = 0;
};
void run() {
  Table T;
  twice([&] {
    T.add(1);
    T.remove(1);
    T.addLater(2);
  });
}
} // namespace by_hand

namespace together {
class Store {
public:
  void put(int K, int V) {
    std::lock_guard L(Mu);
    itemsOk[K] = V;
    ++Version;
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    itemsOk.erase(K);
    ++Version;
  }
  std::pair<int, long> get(int K) {
    std::lock_guard L(Mu);
    return {itemsOk.count(K), Version};
  }

private:
  std::mutex Mu;
  std::map<int, int> itemsOk;
  long Version = 0;
};
void run() {
  Store S;
  twice([&] {
    S.put(1, 2);
    S.get(1);
    S.drop(1);
  });
}
} // namespace together

namespace unrelated_counter {
// lookups are counted too: the counter says nothing about the map
class Cache {
public:
  void put(int K, int V) {
    std::lock_guard L(Mu);
    entriesOk[K] = V;
    ++Calls;
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    entriesOk.erase(K);
    ++Calls;
  }
  bool has(int K) {
    std::lock_guard L(Mu);
    ++Calls;
    return entriesOk.count(K);
  }
  void tick() {
    std::lock_guard L(Mu);
    ++Calls;
  }
  void clear() {
    {
      std::lock_guard L(Mu);
      entriesOk.clear();
    }
    std::lock_guard L(Mu);
    ++Calls;
  }

private:
  std::mutex Mu;
  std::map<int, int> entriesOk;
  long Calls = 0;
};
void run() {
  Cache C;
  twice([&] {
    C.put(1, 2);
    C.has(1);
    C.tick();
    C.clear();
    C.drop(1);
  });
}
} // namespace unrelated_counter

namespace once_is_no_habit {
class Store {
public:
  void put(int K, int V) {
    std::lock_guard L(Mu);
    itemsOk[K] = V;
    Last = K;
  }
  void clear() {
    {
      std::lock_guard L(Mu);
      itemsOk.clear();
    }
    std::lock_guard L(Mu);
    Last = 0;
  }

private:
  std::mutex Mu;
  std::map<int, int> itemsOk;
  int Last = 0;
};
void run() {
  Store S;
  twice([&] {
    S.put(1, 2);
    S.clear();
  });
}
} // namespace once_is_no_habit

namespace one_thread_writes {
// nobody runs beside it
class Store {
public:
  void put(int K, int V) {
    std::lock_guard L(Mu);
    itemsOk[K] = V;
    ++Version;
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    itemsOk.erase(K);
    ++Version;
  }
  void clear() {
    Mu.lock();
    itemsOk.clear();
    Mu.unlock();
    Mu.lock();
    ++Version;
    Mu.unlock();
  }

private:
  friend void run();
  std::mutex Mu;
  std::map<int, int> itemsOk;
  long Version = 0;
};
thread_local Store Own;
void run() {
  Own.put(1, 2);
  Own.drop(1);
  Own.clear();
}
} // namespace one_thread_writes

namespace either_or {
class Store {
public:
  void put(int K, int V) {
    std::lock_guard L(Mu);
    itemsOk[K] = V;
    ++Version;
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    itemsOk.erase(K);
    ++Version;
  }
  // one section, whichever way it goes
  void clear(bool Really) {
    std::unique_lock L(Mu, std::defer_lock);
    L.lock();
    if (Really)
      itemsOk.clear();
    ++Version;
  }

private:
  std::mutex Mu;
  std::map<int, int> itemsOk;
  long Version = 0;
};
void run() {
  Store S;
  twice([&] {
    S.put(1, 2);
    S.clear(true);
    S.drop(1);
  });
}
} // namespace either_or

namespace outer_lock {
class Store {
public:
  void put(int K, int V) {
    std::lock_guard Both(Outer);
    std::lock_guard L(Mu);
    itemsOk[K] = V;
    ++Version;
  }
  void drop(int K) {
    std::lock_guard Both(Outer);
    std::lock_guard L(Mu);
    itemsOk.erase(K);
    ++Version;
  }
  void clear() {
    std::lock_guard Both(Outer);
    {
      std::lock_guard L(Mu);
      itemsOk.clear();
    }
    std::lock_guard L(Mu);
    ++Version;
  }

private:
  std::mutex Outer, Mu;
  std::map<int, int> itemsOk;
  long Version = 0;
};
void run() {
  Store S;
  twice([&] {
    S.put(1, 2);
    S.clear();
    S.drop(1);
  });
}
} // namespace outer_lock

namespace read_together {
class Store {
public:
  void put(int K, int V, long At) {
    std::lock_guard L(Mu);
    pairsBad[K] = V;
    Version = At;
  }
  void replace(std::map<int, int> All, long At) {
    {
      std::lock_guard L(Mu);
      // CHECK: torn-update.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'read_together::Store::pairsBad' and 'read_together::Store::Version' are updated together in one place, but updated here in two critical sections{{.*}} [maprace-torn-update]
      pairsBad = std::move(All);
    }
    std::lock_guard L(Mu);
    Version = At;
  }
  std::pair<std::map<int, int>, long> list() {
    std::lock_guard L(Mu);
    return {pairsBad, Version};
  }

private:
  std::mutex Mu;
  std::map<int, int> pairsBad;
  long Version = 0;
};
void run() {
  Store S;
  twice([&] {
    S.put(1, 2, 3);
    S.replace({}, 4);
    S.list();
  });
}
} // namespace read_together

int main() {
  read_together::run();
  version::run();
  dirty_flag::run();
  through_helpers::run();
  torn_read::run();
  field_first::run();
  by_hand::run();
  together::run();
  unrelated_counter::run();
  once_is_no_habit::run();
  one_thread_writes::run();
  either_or::run();
  outer_lock::run();
}
