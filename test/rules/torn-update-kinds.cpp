// MR08: companions that are no numbers, or that lie in a struct or a base.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

template <class F> void twice(F Work) {
  std::thread A(Work), B(Work);
  A.join();
  B.join();
}

namespace text {
class Store {
public:
  void put(int K, std::string T) {
    std::lock_guard L(Mu);
    itemsBad[K] = 1;
    Tag = T;
  }
  void drop(int K, std::string T) {
    std::lock_guard L(Mu);
    itemsBad.erase(K);
    Tag = std::move(T);
  }
  void reset() {
    {
      std::lock_guard L(Mu);
      // CHECK: kinds.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'text::Store::itemsBad' and 'text::Store::Tag' are updated together in 2 places, but updated here in two critical sections, {{.*}} [maprace-torn-update]
      itemsBad.clear();
    }
    std::lock_guard L(Mu);
    Tag.clear();
  }

private:
  std::mutex Mu;
  std::map<int, int> itemsBad;
  std::string Tag;
};
void run() {
  Store S;
  twice([&] {
    S.put(1, "a");
    S.drop(1, "b");
    S.reset();
  });
}
} // namespace text

namespace order_of_keys {
class Store {
public:
  void put(int K) {
    std::lock_guard L(Mu);
    itemsBad[K] = 1;
    Order.push_back(K);
  }
  void add(int K) {
    std::lock_guard L(Mu);
    itemsBad.emplace(K, 1);
    Order.push_back(K);
  }
  void reset() {
    {
      std::lock_guard L(Mu);
      // CHECK: kinds.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'order_of_keys::Store::itemsBad' and 'order_of_keys::Store::Order' are updated together in 2 places, {{.*}} [maprace-torn-update]
      itemsBad.clear();
    }
    std::lock_guard L(Mu);
    Order.clear();
  }

private:
  std::mutex Mu;
  std::map<int, int> itemsBad;
  std::vector<int> Order;
};
void run() {
  Store S;
  twice([&] {
    S.put(1);
    S.add(2);
    S.reset();
  });
}
} // namespace order_of_keys

namespace time_of_change {
using Clock = std::chrono::steady_clock;
class Prices {
public:
  void set(int K) {
    std::lock_guard L(Mu);
    pricesBad[K] = 1;
    Changed = Clock::now();
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    pricesBad.erase(K);
    Changed = Clock::now();
  }
  void load(std::map<int, int> All) {
    {
      std::lock_guard L(Mu);
      // CHECK: kinds.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'time_of_change::Prices::pricesBad' and 'time_of_change::Prices::Changed' are updated together in 2 places, {{.*}} [maprace-torn-update]
      pricesBad.swap(All);
    }
    std::lock_guard L(Mu);
    Changed = Clock::now();
  }

private:
  std::mutex Mu;
  std::map<int, int> pricesBad;
  Clock::time_point Changed;
};
void run() {
  Prices P;
  twice([&] {
    P.set(1);
    P.drop(1);
    P.load({});
  });
}
} // namespace time_of_change

namespace other_map {
class Names {
public:
  void add(int K, const std::string &N) {
    std::lock_guard L(Mu);
    byIdBad[K] = N;
    byNameBad[N] = K;
  }
  void put(int K, const std::string &N) {
    std::lock_guard L(Mu);
    byIdBad.emplace(K, N);
    byNameBad.emplace(N, K);
  }
  void drop(int K, const std::string &N) {
    {
      std::lock_guard L(Mu);
      // CHECK: kinds.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'other_map::Names::byIdBad' and 'other_map::Names::byNameBad' are updated together in 2 places, {{.*}} [maprace-torn-update]
      byIdBad.erase(K);
    }
    std::lock_guard L(Mu);
    byNameBad.erase(N);
  }
  std::string same(const std::string &N) {
    std::lock_guard L(Mu);
    auto It = byNameBad.find(N);
    return It == byNameBad.end() ? "" : byIdBad.at(It->second);
  }

private:
  std::mutex Mu;
  std::map<int, std::string> byIdBad;
  std::map<std::string, int> byNameBad;
};
void run() {
  Names N;
  twice([&] {
    N.add(1, "a");
    N.put(2, "b");
    N.drop(1, "a");
    N.same("b");
  });
}
} // namespace other_map

namespace in_a_struct {
class Store {
public:
  void put(int K) {
    std::lock_guard L(Mu);
    itemsBad[K] = 1;
    Totals.Bytes += 10;
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    itemsBad.erase(K);
    Totals.Bytes -= 10;
  }
  void reset() {
    {
      std::lock_guard L(Mu);
      // CHECK: kinds.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'in_a_struct::Store::itemsBad' and {{.*}}Bytes' are updated together in 2 places, {{.*}} [maprace-torn-update]
      itemsBad.clear();
    }
    std::lock_guard L(Mu);
    Totals.Bytes = 0;
  }

private:
  struct Sums {
    long Bytes = 0;
  };
  std::mutex Mu;
  std::map<int, int> itemsBad;
  Sums Totals;
};
void run() {
  Store S;
  twice([&] {
    S.put(1);
    S.drop(1);
    S.reset();
  });
}
} // namespace in_a_struct

namespace in_a_base {
struct Versioned {
  std::mutex Mu;
  int Version = 0;
};
class Store : Versioned {
public:
  void put(int K) {
    std::lock_guard L(Mu);
    itemsBad[K] = 1;
    ++Version;
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    itemsBad.erase(K);
    ++Version;
  }
  void reset() {
    {
      std::lock_guard L(Mu);
      // CHECK: kinds.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'in_a_base::Store::itemsBad' and 'in_a_base::Versioned::Version' are updated together in 2 places, {{.*}} [maprace-torn-update]
      itemsBad.clear();
    }
    std::lock_guard L(Mu);
    ++Version;
  }

private:
  std::map<int, int> itemsBad;
};
void run() {
  Store S;
  twice([&] {
    S.put(1);
    S.drop(1);
    S.reset();
  });
}
} // namespace in_a_base

namespace always_together {
class Store {
public:
  void put(int K, std::string T) {
    std::lock_guard L(Mu);
    itemsOk[K] = 1;
    Tag = T;
    Order.push_back(K);
  }
  void reset() {
    std::lock_guard L(Mu);
    itemsOk.clear();
    Tag.clear();
    Order.clear();
  }
  std::string tag() {
    std::lock_guard L(Mu);
    return Tag;
  }
  size_t size() {
    std::lock_guard L(Mu);
    return Order.size();
  }

private:
  std::mutex Mu;
  std::map<int, int> itemsOk;
  std::string Tag;
  std::vector<int> Order;
};
void run() {
  Store S;
  twice([&] {
    S.put(1, "a");
    S.reset();
    S.tag();
    S.size();
  });
}
} // namespace always_together

namespace of_its_own {
// what is also set by itself is no part of the map
class Server {
public:
  void open(int K) {
    std::lock_guard L(Mu);
    connectionsOk[K] = 1;
    Last = "open";
  }
  void close(int K) {
    std::lock_guard L(Mu);
    connectionsOk.erase(K);
    Last = "close";
  }
  void ping() {
    std::lock_guard L(Mu);
    Last = "ping";
  }
  void pong() {
    std::lock_guard L(Mu);
    Last = "pong";
  }
  void reset() {
    {
      std::lock_guard L(Mu);
      connectionsOk.clear();
    }
    std::lock_guard L(Mu);
    Last = "reset";
  }

private:
  std::mutex Mu;
  std::map<int, int> connectionsOk;
  std::string Last;
};
void run() {
  Server S;
  twice([&] {
    S.open(1);
    S.close(1);
    S.ping();
    S.pong();
    S.reset();
  });
}
} // namespace of_its_own

namespace two_maps_of_their_own {
// nobody looks into both at once
class Tables {
public:
  void add(int K) {
    std::lock_guard L(Mu);
    usersOk[K] = 1;
    groupsOk[K] = 1;
  }
  void put(int K) {
    std::lock_guard L(Mu);
    usersOk.emplace(K, 1);
    groupsOk.emplace(K, 1);
  }
  void drop(int K) {
    {
      std::lock_guard L(Mu);
      usersOk.erase(K);
    }
    std::lock_guard L(Mu);
    groupsOk.erase(K);
  }
  bool user(int K) {
    std::lock_guard L(Mu);
    return usersOk.count(K);
  }

private:
  std::mutex Mu;
  std::map<int, int> usersOk, groupsOk;
};
void run() {
  Tables T;
  twice([&] {
    T.add(1);
    T.put(2);
    T.drop(1);
    T.user(2);
  });
}
} // namespace two_maps_of_their_own

namespace either_or {
// of the two branches only one is taken: neither belongs to the other
class History {
public:
  void set(int K, long To) {
    std::lock_guard L(Mu);
    if (!Keyed) {
      Deadline = To;
      return;
    }
    keyedOk[K] = To;
  }
  void move(int K, long By) {
    std::lock_guard L(Mu);
    place(K, By);
  }
  long next() {
    std::lock_guard L(Mu);
    return Keyed ? keyedOk.find(1)->second : Deadline;
  }
  void reset() {
    {
      std::lock_guard L(Mu);
      keyedOk.clear();
    }
    std::lock_guard L(Mu);
    Deadline = 0;
  }

private:
  void place(int K, long By) {
    if (Keyed)
      keyedOk[K] = By;
    else
      Deadline = By;
  }
  const bool Keyed = true;
  std::mutex Mu;
  std::map<int, long> keyedOk;
  long Deadline = 0;
};
void run() {
  History H;
  twice([&] {
    H.set(1, 2);
    H.move(1, 2);
    H.next();
    H.reset();
  });
}
} // namespace either_or

namespace apart_in_branches {
// each branch has a section of its own, and no run comes to both
class Store {
public:
  void put(int K) {
    std::lock_guard L(Mu);
    rowsOk[K] = 1;
    ++Version;
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    rowsOk.erase(K);
    ++Version;
  }
  void touch(bool All) {
    if (All) {
      std::lock_guard L(Mu);
      rowsOk.clear();
    } else {
      std::lock_guard L(Mu);
      ++Version;
    }
  }

private:
  std::mutex Mu;
  std::map<int, int> rowsOk;
  long Version = 0;
};
void run(bool All) {
  Store S;
  twice([&] {
    S.put(1);
    S.drop(1);
    S.touch(All);
  });
}
} // namespace apart_in_branches

namespace both_branches {
class Store {
public:
  void put(int K, bool First) {
    std::lock_guard L(Mu);
    if (First)
      branchedBad.emplace(K, 1);
    else
      branchedBad[K] = 2;
    ++Version;
  }
  void each(bool Some) {
    std::lock_guard L(Mu);
    for (int I = 0; I < 3; ++I)
      if (Some) // one in one round, the other in the next
        branchedBad.erase(I);
      else
        ++Version;
  }
  void reset() {
    {
      std::lock_guard L(Mu);
      // CHECK: torn-update-kinds.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'both_branches::Store::branchedBad' and 'both_branches::Store::Version' are updated together in 2 places, {{.*}} [maprace-torn-update]
      branchedBad.clear();
    }
    std::lock_guard L(Mu);
    Version = 0;
  }

private:
  std::mutex Mu;
  std::map<int, int> branchedBad;
  long Version = 0;
};
void run(bool Some) {
  Store S;
  twice([&] {
    S.put(1, Some);
    S.each(Some);
    S.reset();
  });
}
} // namespace both_branches

int main(int Count, char **) {
  either_or::run();
  apart_in_branches::run(Count > 1);
  both_branches::run(Count > 1);
  text::run();
  order_of_keys::run();
  time_of_change::run();
  other_map::run();
  in_a_struct::run();
  in_a_base::run();
  always_together::run();
  of_its_own::run();
  two_maps_of_their_own::run();
}
