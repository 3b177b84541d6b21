// MR11: a thread uses a map that nothing has surely created.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

namespace created_late {
std::unique_ptr<std::map<int, int>> table_bad;
void run() {
  std::thread A([] {
    // CHECK: uninitialized-map.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'created_late::table_bad'{{.*}}only after the thread has been started{{.*}} [maprace-uninitialized-map]
    (void)table_bad->find(1);
  });
  table_bad = std::make_unique<std::map<int, int>>();
  A.join();
}
} // namespace created_late

namespace raw_pointer {
struct Server {
  void work() {
    // CHECK: uninitialized-map.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'raw_pointer::Server::rows_bad'{{.*}} [maprace-uninitialized-map]
    (void)rows_bad->count(1);
  }
  void start() {
    std::thread A([this] { work(); });
    rows_bad = new std::map<int, int>;
    A.join();
  }
  std::map<int, int> *rows_bad = nullptr;
};
void run() {
  Server S;
  S.start();
}
} // namespace raw_pointer

namespace optional {
std::optional<std::unordered_map<int, int>> cache_bad;
void run() {
  std::thread A([] {
    // CHECK: uninitialized-map.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'optional::cache_bad'{{.*}} [maprace-uninitialized-map]
    (void)cache_bad->size();
  });
  cache_bad.emplace();
  A.join();
}
} // namespace optional

namespace conditional {
std::map<int, int> *table_bad;
void run(bool Wanted) {
  if (Wanted)
    table_bad = new std::map<int, int>;
  std::thread A([] {
    // CHECK: uninitialized-map.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'conditional::table_bad'{{.*}}on some of the ways{{.*}} [maprace-uninitialized-map]
    (void)table_bad->find(1);
  });
  A.join();
}
} // namespace conditional

namespace conditional_in_a_callee {
std::shared_ptr<std::map<int, int>> table_bad;
void configure(int Level) {
  if (Level > 2)
    table_bad = std::make_shared<std::map<int, int>>();
}
void lookUp() {
  // CHECK: uninitialized-map.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'conditional_in_a_callee::table_bad'{{.*}} [maprace-uninitialized-map]
  (void)table_bad->find(1);
}
void run(int Level) {
  configure(Level);
  std::thread A(lookUp), B(lookUp);
  A.join();
  B.join();
}
} // namespace conditional_in_a_callee

namespace taken_away {
std::unique_ptr<std::map<int, int>> table_bad;
void run(bool Fast) {
  table_bad = std::make_unique<std::map<int, int>>();
  if (Fast)
    table_bad.reset();
  std::thread A([] {
    // CHECK: uninitialized-map.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'taken_away::table_bad'{{.*}} [maprace-uninitialized-map]
    (void)table_bad->find(1);
  });
  A.join();
}
} // namespace taken_away

namespace created_first {
std::unique_ptr<std::map<int, int>> createdFirst_ok;
void run() {
  createdFirst_ok = std::make_unique<std::map<int, int>>();
  std::thread A([] { (void)createdFirst_ok->find(1); });
  A.join();
}
} // namespace created_first

namespace created_by_a_callee {
std::map<int, int> *calleeMade_ok;
void setUp() { calleeMade_ok = new std::map<int, int>; }
void run() {
  setUp();
  std::thread A([] { (void)calleeMade_ok->find(1); });
  A.join();
}
} // namespace created_by_a_callee

namespace created_by_constructor {
struct Server {
  Server() : ctorMade_ok(new std::map<int, int>) {}
  void start() {
    std::thread A([this] { (void)ctorMade_ok->find(1); });
    A.join();
  }
  std::map<int, int> *ctorMade_ok;
};
struct Client {
  void start() {
    std::thread A([this] { (void)memberMade_ok->find(1); });
    A.join();
    memberMade_ok = std::make_unique<std::map<int, int>>();
  }
  std::unique_ptr<std::map<int, int>> memberMade_ok = std::make_unique<std::map<int, int>>();
};
void run() {
  Server S;
  S.start();
  Client C;
  C.start();
}
} // namespace created_by_constructor

namespace tested {
std::map<int, int> *tested_ok;
void run(bool Wanted) {
  if (Wanted)
    tested_ok = new std::map<int, int>;
  std::thread A([] {
    if (tested_ok)
      (void)tested_ok->find(1);
  });
  A.join();
}
} // namespace tested

namespace starter_tests {
std::optional<std::map<int, int>> starterTests_ok;
void run(bool Wanted) {
  if (Wanted)
    starterTests_ok.emplace();
  if (!starterTests_ok.has_value())
    return;
  std::thread A([] { (void)starterTests_ok->find(1); });
  A.join();
}
} // namespace starter_tests

namespace both_ways {
std::map<int, int> *bothWays_ok;
void run(bool Large) {
  if (Large)
    bothWays_ok = new std::map<int, int>{{1, 1}};
  else
    bothWays_ok = new std::map<int, int>;
  std::thread A([] { (void)bothWays_ok->find(1); });
  A.join();
}
} // namespace both_ways

namespace made_by_the_thread {
std::map<int, int> *threadMade_ok;
void run() {
  std::thread A([] {
    threadMade_ok = new std::map<int, int>;
    (void)threadMade_ok->find(1);
  });
  A.join();
}
} // namespace made_by_the_thread

namespace never_made {
class Audit {
public:
  void start() {
    Thread = std::thread([this] {
      // CHECK: uninitialized-map.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'never_made::Audit::neverBad' may lead nowhere when a thread started by std::thread uses it by 'insert_or_assign': nothing creates it [maprace-uninitialized-map]
      neverBad->insert_or_assign(1, 2);
    });
  }
  void stop() { Thread.join(); }

private:
  std::unique_ptr<std::map<int, int>> neverBad;
  std::thread Thread;
};
void run() {
  Audit A;
  A.start();
  A.stop();
}
} // namespace never_made

namespace made_by_unknown_code {
void fill(std::unique_ptr<std::map<int, int>> &Into);
std::unique_ptr<std::map<int, int>> filled_ok;
void run() {
  fill(filled_ok);
  std::thread A([] { filled_ok->insert_or_assign(1, 2); });
  A.join();
}
} // namespace made_by_unknown_code

int main(int Count, char **) {
  never_made::run();
  made_by_unknown_code::run();
  created_late::run();
  raw_pointer::run();
  optional::run();
  conditional::run(Count > 1);
  conditional_in_a_callee::run(Count);
  taken_away::run(Count > 2);
  created_first::run();
  created_by_a_callee::run();
  created_by_constructor::run();
  tested::run(Count > 3);
  starter_tests::run(Count > 4);
  both_ways::run(Count > 5);
  made_by_the_thread::run();
}
