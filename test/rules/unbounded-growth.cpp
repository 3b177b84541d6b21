// MR18: a map that only grows.
//
// RUN: %maprace scan --rules=unbounded-growth %s -- -std=c++17 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace global {
std::mutex Mu;
std::map<int, int> seen_bad;
void run() {
  std::thread A([] {
    for (int I = 0; I < 1000; ++I) {
      std::lock_guard<std::mutex> L(Mu);
      // CHECK: unbounded-growth.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'global::seen_bad'{{.*}}grows by{{.*}} [maprace-unbounded-growth]
      seen_bad[I] = I;
    }
  });
  A.join();
}
} // namespace global

namespace of_a_global {
struct Server {
  void work() {
    while (more())
      note("a");
  }
  void note(const std::string &Name) {
    std::lock_guard<std::mutex> L(Mu);
    // CHECK: unbounded-growth.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'of_a_global::Server::clients_bad'{{.*}} [maprace-unbounded-growth]
    clients_bad.insert(Name);
  }
  bool more();
  std::mutex Mu;
  std::unordered_set<std::string> clients_bad;
};
Server S;
void run() {
  std::thread A([] { S.work(); });
  A.join();
}
} // namespace of_a_global

namespace by_many_threads {
std::mutex Mu;
std::unordered_map<int, int> requests_bad;
void handle(int K) {
  std::lock_guard<std::mutex> L(Mu);
  // CHECK: unbounded-growth.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'by_many_threads::requests_bad'{{.*}} [maprace-unbounded-growth]
  requests_bad.emplace(K, 0);
}
void run() {
  std::vector<std::thread> All;
  for (int I = 0; I < 100; ++I)
    All.emplace_back(handle, I);
  for (auto &T : All)
    T.join();
}
} // namespace by_many_threads

namespace function_static {
std::mutex Mu;
int intern(const std::string &Name) {
  static std::map<std::string, int> ids_bad;
  std::lock_guard<std::mutex> L(Mu);
  // CHECK: unbounded-growth.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'function_static::intern::ids_bad'{{.*}} [maprace-unbounded-growth]
  return ids_bad.try_emplace(Name, 0).first->second;
}
void run() {
  std::thread A([] {
    for (int I = 0; I < 1000; ++I)
      intern(std::to_string(I));
  });
  A.join();
}
} // namespace function_static

namespace static_member {
struct Stats {
  static void count(int K) {
    std::lock_guard<std::mutex> L(Mu);
    // CHECK: unbounded-growth.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'static_member::Stats::hits_bad'{{.*}} [maprace-unbounded-growth]
    ++hits_bad[K];
  }
  static std::mutex Mu;
  static std::map<int, int> hits_bad;
};
std::mutex Stats::Mu;
std::map<int, int> Stats::hits_bad;
void run() {
  std::thread A([] {
    for (int I = 0;; ++I)
      Stats::count(I);
  });
  A.join();
}
} // namespace static_member

namespace multi {
std::mutex Mu;
std::multimap<int, int> events_bad;
void record(int K) {
  std::lock_guard<std::mutex> L(Mu);
  // CHECK: unbounded-growth.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'multi::events_bad'{{.*}} [maprace-unbounded-growth]
  events_bad.insert({K, K});
}
void loop() {
  for (int I = 0; I < 10; ++I)
    record(I);
}
void run() {
  std::thread A(loop);
  A.join();
}
} // namespace multi

namespace erased {
std::mutex Mu;
std::map<int, int> erased_ok;
void run() {
  std::thread A([] {
    for (int I = 0; I < 1000; ++I) {
      std::lock_guard<std::mutex> L(Mu);
      erased_ok[I] = I;
      erased_ok.erase(I - 100);
    }
  });
  A.join();
}
} // namespace erased

namespace cleared_elsewhere {
std::mutex Mu;
std::map<int, int> cleared_ok;
// Nobody in view calls it: a host may.
void flush() {
  std::lock_guard<std::mutex> L(Mu);
  cleared_ok.clear();
}
void run() {
  std::thread A([] {
    for (int I = 0; I < 1000; ++I) {
      std::lock_guard<std::mutex> L(Mu);
      cleared_ok[I] = I;
    }
  });
  A.join();
}
} // namespace cleared_elsewhere

namespace swapped_out {
std::mutex Mu;
std::map<int, int> swapped_ok;
std::map<int, int> take() {
  std::map<int, int> Out;
  std::lock_guard<std::mutex> L(Mu);
  Out.swap(swapped_ok);
  return Out;
}
void run() {
  std::thread A([] {
    for (int I = 0; I < 1000; ++I) {
      std::lock_guard<std::mutex> L(Mu);
      swapped_ok[I] = I;
    }
  });
  take();
  A.join();
}
} // namespace swapped_out

namespace erased_by_a_helper {
std::mutex Mu;
std::map<int, int> helperErases_ok;
template <class Map> void expire(Map &M) {
  while (M.size() > 10)
    M.erase(M.begin());
}
void run() {
  std::thread A([] {
    for (int I = 0; I < 1000; ++I) {
      std::lock_guard<std::mutex> L(Mu);
      helperErases_ok[I] = I;
      expire(helperErases_ok);
    }
  });
  A.join();
}
} // namespace erased_by_a_helper

namespace short_lived {
struct Job {
  void work() {
    for (int I = 0; I < 1000; ++I) {
      std::lock_guard<std::mutex> L(Mu);
      perJob_ok[I] = I;
    }
  }
  std::mutex Mu;
  std::map<int, int> perJob_ok;
};
void run() {
  Job J;
  std::thread A([&] { J.work(); });
  A.join();
}
} // namespace short_lived

namespace filled_at_start {
std::map<int, int> filledOnce_ok;
void run() {
  for (int I = 0; I < 1000; ++I)
    filledOnce_ok[I] = I;
  std::thread A([] { (void)filledOnce_ok.find(1); });
  A.join();
}
} // namespace filled_at_start

namespace inserted_once {
std::mutex Mu;
std::map<int, int> oneKey_ok;
void run() {
  std::thread A([] {
    std::lock_guard<std::mutex> L(Mu);
    oneKey_ok[0] = 1;
  });
  A.join();
}
} // namespace inserted_once

namespace in_an_element {
struct Session {
  std::map<int, int> ofSession_ok;
};
std::mutex Mu;
std::map<int, Session> sessions;
void run() {
  std::thread A([] {
    for (int I = 0; I < 1000; ++I) {
      std::lock_guard<std::mutex> L(Mu);
      sessions[I].ofSession_ok[I] = I;
      sessions.erase(I - 1);
    }
  });
  A.join();
}
} // namespace in_an_element

int main() {
  global::run();
  of_a_global::run();
  by_many_threads::run();
  function_static::run();
  static_member::run();
  multi::run();
  erased::run();
  cleared_elsewhere::run();
  swapped_out::run();
  erased_by_a_helper::run();
  short_lived::run();
  filled_at_start::run();
  inserted_once::run();
  in_an_element::run();
}
