// MR07: a test and the act that relies on it, with the lock given back in between.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread -isystem %S/mocks > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include "concurrent_maps.h"
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>

template <class F> void twice(F Work) {
  std::thread A(Work), B(Work);
  A.join();
  B.join();
}

namespace two_sections {
std::mutex Mu;
struct Page {
  std::string Text;
};
std::unordered_map<int, std::shared_ptr<Page>> pagesBad;
std::shared_ptr<Page> load(int K);
void fetch(int K) {
  {
    std::lock_guard L(Mu);
    if (pagesBad.find(K) != pagesBad.end())
      return;
  }
  std::shared_ptr<Page> Page = load(K);
  std::lock_guard L(Mu);
  // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'two_sections::pagesBad' is tested by 'find' and then written by 'operator[]' in two critical sections, the second holding 'two_sections::Mu'; a thread started by std::thread may change it in between by 'operator[]' [maprace-check-then-act]
  pagesBad[K] = Page;
}
void run() {
  twice([] { fetch(1); });
}
} // namespace two_sections

namespace across_functions {
class Cache {
public:
  bool has(int K) {
    std::lock_guard L(Mu);
    return entriesBad.count(K) > 0;
  }
  void put(int K, int V) {
    std::lock_guard L(Mu);
    // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'across_functions::Cache::entriesBad' is tested by 'count' and then written by 'insert_or_assign' in two critical sections, {{.*}} [maprace-check-then-act]
    entriesBad.insert_or_assign(K, V);
  }

private:
  std::mutex Mu;
  std::map<int, int> entriesBad;
};
void run() {
  Cache C;
  twice([&] {
    if (!C.has(1))
      C.put(1, 2);
  });
}
} // namespace across_functions

namespace early_return {
class Registry {
public:
  std::shared_ptr<int> get(int K) {
    std::lock_guard L(Mu);
    auto It = itemsBad.find(K);
    if (It == itemsBad.end())
      return nullptr;
    return It->second;
  }
  std::shared_ptr<int> make(int K) {
    if (auto Old = get(K))
      return Old;
    auto New = std::make_shared<int>(K);
    std::lock_guard L(Mu);
    // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'early_return::Registry::itemsBad' is tested by 'find' and then written by 'operator[]'{{.*}} [maprace-check-then-act]
    itemsBad[K] = New;
    return New;
  }

private:
  std::mutex Mu;
  std::map<int, std::shared_ptr<int>> itemsBad;
};
void run() {
  Registry R;
  twice([&] { R.make(1); });
}
} // namespace early_return

namespace present_then_gone {
class Sessions {
public:
  bool known(int K) {
    std::shared_lock L(Mu);
    return openBad.contains(K);
  }
  int age(int K) {
    if (!known(K))
      return 0;
    std::shared_lock L(Mu);
    // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'present_then_gone::Sessions::openBad' is tested by 'contains' and then read by 'at' in two critical sections, {{.*}} may change it in between by 'erase' [maprace-check-then-act]
    return openBad.at(K);
  }
  void close(int K) {
    std::unique_lock L(Mu);
    openBad.erase(K);
  }

private:
  std::shared_mutex Mu;
  std::unordered_map<int, int> openBad;
};
void run() {
  Sessions S;
  std::thread A([&] { S.close(1); });
  S.age(1);
  A.join();
}
} // namespace present_then_gone

namespace unlocked_in_between {
std::mutex Mu;
std::map<int, int> tableBad;
int compute(int K);
void refresh(int K) {
  std::unique_lock L(Mu);
  bool Known = tableBad.contains(K);
  L.unlock();
  int V = compute(K);
  L.lock();
  if (!Known)
    // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'unlocked_in_between::tableBad' is tested by 'contains' and then written by 'operator[]'{{.*}} [maprace-check-then-act]
    tableBad[K] = V;
}
void run() {
  twice([] { refresh(1); });
}
} // namespace unlocked_in_between

namespace concurrent_map {
tbb::concurrent_hash_map<int, int> rowsBad;
void add(int K) {
  if (rowsBad.count(K) == 0)
    // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'concurrent_map::rowsBad' is tested by 'count' and then written by 'insert' in two calls; {{.*}} [maprace-check-then-act]
    rowsBad.insert({K, K});
}
void run() {
  twice([] { add(1); });
}
} // namespace concurrent_map

namespace value_or_nothing {
class Cache {
public:
  std::optional<std::string> get(int K) {
    std::shared_lock L(Mu);
    if (auto It = filesBad.find(K); It != filesBad.end())
      return It->second;
    return std::nullopt;
  }
  void set(int K, std::string V) {
    std::unique_lock L(Mu);
    // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'value_or_nothing::Cache::filesBad' is tested by 'find' and then written by 'operator[]'{{.*}} [maprace-check-then-act]
    filesBad[K] = V;
  }

private:
  std::shared_mutex Mu;
  std::unordered_map<int, std::string> filesBad;
};
void run() {
  Cache C;
  twice([&] {
    auto Old = C.get(1);
    if (!Old.has_value())
      C.set(1, "text");
  });
}
} // namespace value_or_nothing

namespace first_element {
std::mutex Mu;
std::map<int, int> waitingBad;
int next() {
  {
    std::lock_guard L(Mu);
    if (waitingBad.empty())
      return 0;
  }
  std::lock_guard L(Mu);
  // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'first_element::waitingBad' is tested by 'empty' and then read by 'begin' in two critical sections, {{.*}} [maprace-check-then-act]
  return waitingBad.begin()->second;
}
void done(int K) {
  std::lock_guard L(Mu);
  waitingBad.erase(K);
}
void run() {
  std::thread A(done, 1);
  next();
  A.join();
}
} // namespace first_element

namespace emptied_by_another {
class Queue {
public:
  bool empty() {
    std::lock_guard L(Mu);
    return tasksBad.empty();
  }
  int pop() {
    std::lock_guard L(Mu);
    // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'emptied_by_another::Queue::tasksBad' is tested by 'empty' and then read by 'begin' in two critical sections, {{.*}} [maprace-check-then-act]
    auto First = tasksBad.begin();
    int Task = First->second;
    tasksBad.erase(First);
    return Task;
  }

private:
  std::mutex Mu;
  std::multimap<int, int> tasksBad;
};
void run() {
  Queue Q;
  twice([&] {
    while (!Q.empty())
      Q.pop();
  });
}
} // namespace emptied_by_another

namespace number_of_something {
// two callers open the port, and one of the two is never closed
std::mutex Mu;
std::map<std::string, int> portsBad;
int openPort(const std::string &Name);
int get(const std::string &Name) {
  {
    std::lock_guard L(Mu);
    if (auto It = portsBad.find(Name); It != portsBad.end())
      return It->second;
  }
  int Port = openPort(Name);
  std::lock_guard L(Mu);
  // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'number_of_something::portsBad' is tested by 'find' and then written by 'operator[]'{{.*}} [maprace-check-then-act]
  portsBad[Name] = Port;
  return Port;
}
void run() {
  twice([] { get("a"); });
}
} // namespace number_of_something

namespace stale_value {
// what set() has stored meanwhile is replaced by what was loaded before
class Settings {
public:
  std::string get(const std::string &K) {
    {
      std::lock_guard L(Mu);
      if (auto It = valuesBad.find(K); It != valuesBad.end())
        return It->second;
    }
    std::string Value = load(K);
    std::lock_guard L(Mu);
    // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'stale_value::Settings::valuesBad' is tested by 'find' and then written by 'operator[]'{{.*}} [maprace-check-then-act]
    valuesBad[K] = Value;
    return Value;
  }
  void set(const std::string &K, const std::string &Value) {
    std::lock_guard L(Mu);
    valuesBad[K] = Value;
  }

private:
  static std::string load(const std::string &K);
  std::mutex Mu;
  std::map<std::string, std::string> valuesBad;
};
void run() {
  Settings S;
  std::thread A([&] { S.set("a", "b"); });
  S.get("a");
  A.join();
}
} // namespace stale_value

namespace act_in_a_callable {
class Timers {
public:
  void ensure(int K) {
    bool Known;
    {
      std::lock_guard L(Mu);
      Known = timersBad.count(K) > 0;
    }
    if (!Known)
      apply([this, K] {
        std::lock_guard L(Mu);
        // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'act_in_a_callable::Timers::timersBad' is tested by 'count' and then written by 'operator[]'{{.*}} [maprace-check-then-act]
        timersBad[K] = std::make_unique<int>(K);
      });
  }

private:
  template <class F> void apply(F Do) { Do(); }
  std::mutex Mu;
  std::map<int, std::unique_ptr<int>> timersBad;
};
void run() {
  Timers T;
  twice([&] { T.ensure(1); });
}
} // namespace act_in_a_callable

namespace act_in_a_thread {
class Timers {
public:
  void ensure(int K) {
    bool Known;
    {
      std::lock_guard L(Mu);
      Known = timersBad.count(K) > 0;
    }
    if (!Known)
      std::thread([this, K] {
        std::lock_guard L(Mu);
        // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'act_in_a_thread::Timers::timersBad' is tested by 'count' and then written by 'operator[]'{{.*}} [maprace-check-then-act]
        timersBad[K] = std::make_unique<int>(K);
      }).detach();
  }

private:
  std::mutex Mu;
  std::map<int, std::unique_ptr<int>> timersBad;
};
void run() {
  Timers T;
  twice([&] { T.ensure(1); });
}
} // namespace act_in_a_thread

namespace computed_from_the_key {
// whoever stores last stores what is there already
std::mutex Mu;
std::unordered_map<std::string, std::string> pagesOk;
std::unordered_map<long, bool> primesOk;
std::string render(const std::string &Name);
std::string page(const std::string &Name) {
  {
    std::lock_guard L(Mu);
    if (auto It = pagesOk.find(Name); It != pagesOk.end())
      return It->second;
  }
  std::string Text = render(Name);
  std::lock_guard L(Mu);
  pagesOk[Name] = Text;
  return Text;
}
bool divides(long N) {
  for (long I = 2; I * I <= N; ++I)
    if (N % I == 0)
      return true;
  return false;
}
bool prime(long N) {
  std::unique_lock L(Mu);
  if (auto It = primesOk.find(N); It != primesOk.end())
    return It->second;
  L.unlock();
  bool Result = !divides(N);
  L.lock();
  primesOk.insert_or_assign(N, Result);
  return Result;
}
void run() {
  twice([] {
    page("a");
    prime(7);
  });
}
} // namespace computed_from_the_key

namespace key_is_claimed {
// only the one that marks the key goes on
class Loader {
public:
  std::shared_ptr<int> get(int K) {
    std::unique_lock L(Mu);
    if (auto It = valuesOk.find(K); It != valuesOk.end())
      return It->second;
    if (!loadingOk.insert({K, true}).second)
      return nullptr;
    L.unlock();
    auto New = std::make_shared<int>(K);
    L.lock();
    valuesOk[K] = New;
    loadingOk.erase(K);
    return New;
  }

private:
  std::mutex Mu;
  std::map<int, std::shared_ptr<int>> valuesOk;
  std::map<int, bool> loadingOk;
};
void run() {
  Loader X;
  twice([&] { X.get(1); });
}
} // namespace key_is_claimed

namespace emptiness_of_no_matter {
// that there is something says nothing about the key
std::mutex Mu;
std::map<int, int> tableOk;
void put(int K) {
  {
    std::lock_guard L(Mu);
    if (tableOk.empty())
      return;
  }
  std::lock_guard L(Mu);
  tableOk[K] = K;
}
void run() {
  twice([] { put(1); });
}
} // namespace emptiness_of_no_matter

namespace one_section {
std::mutex Mu;
std::map<int, int> tableOk;
void put(int K) {
  std::lock_guard L(Mu);
  if (!tableOk.count(K))
    tableOk[K] = K;
}
void run() {
  twice([] { put(1); });
}
} // namespace one_section

namespace looked_again {
std::shared_mutex Mu;
std::map<int, int> tableOk;
int compute(int K);
int get(int K) {
  {
    std::shared_lock L(Mu);
    if (auto It = tableOk.find(K); It != tableOk.end())
      return It->second;
  }
  int V = compute(K);
  std::unique_lock L(Mu);
  if (auto It = tableOk.find(K); It != tableOk.end())
    return It->second;
  tableOk[K] = V;
  return V;
}
void run() {
  twice([] { get(1); });
}
} // namespace looked_again

namespace first_one_wins {
std::mutex Mu;
std::map<int, std::shared_ptr<int>> tableOk;
std::shared_ptr<int> get(int K) {
  {
    std::lock_guard L(Mu);
    if (auto It = tableOk.find(K); It != tableOk.end())
      return It->second;
  }
  auto New = std::make_shared<int>(K);
  std::lock_guard L(Mu);
  return tableOk.try_emplace(K, New).first->second;
}
void run() {
  twice([] { get(1); });
}
} // namespace first_one_wins

namespace erased_by_key {
class Sessions {
public:
  bool known(int K) {
    std::lock_guard L(Mu);
    return openOk.count(K);
  }
  void close(int K) {
    std::lock_guard L(Mu);
    openOk.erase(K);
  }
  void open(int K) {
    std::lock_guard L(Mu);
    openOk.emplace(K, 1);
  }

private:
  std::mutex Mu;
  std::map<int, int> openOk;
};
void run() {
  Sessions S;
  twice([&] {
    S.open(1);
    if (S.known(1))
      S.close(1);
  });
}
} // namespace erased_by_key

namespace locked_outside {
class Cache {
public:
  bool has(int K) {
    std::lock_guard L(Mu);
    return entriesOk.count(K) > 0;
  }
  void put(int K, int V) {
    std::lock_guard L(Mu);
    entriesOk[K] = V;
  }

private:
  std::mutex Mu;
  std::map<int, int> entriesOk;
};
std::mutex Both;
void run() {
  Cache C;
  twice([&] {
    std::lock_guard L(Both);
    if (!C.has(1))
      C.put(1, 2);
  });
}
} // namespace locked_outside

namespace one_thread {
std::mutex Mu;
std::map<int, int> tableOk;
bool has(int K) {
  std::lock_guard L(Mu);
  return tableOk.count(K);
}
void put(int K) {
  std::lock_guard L(Mu);
  tableOk[K] = K;
}
void run() {
  // the other thread only reads: nobody comes in between
  std::thread A([] { has(1); });
  if (!has(2))
    put(2);
  A.join();
}
} // namespace one_thread

namespace another_key {
std::mutex Mu;
std::map<int, int> tableOk;
bool has(int K) {
  std::lock_guard L(Mu);
  return tableOk.count(K);
}
void put(int K) {
  std::lock_guard L(Mu);
  tableOk[K] = K;
}
void move(int From, int To) {
  if (has(From))
    put(To);
}
void run() {
  twice([] { move(1, 2); });
}
} // namespace another_key

namespace result_is_looked_at {
tbb::concurrent_hash_map<int, int> rowsOk;
bool add(int K) {
  if (rowsOk.count(K))
    return false;
  return rowsOk.insert({K, K});
}
void run() {
  twice([] { add(1); });
}
} // namespace result_is_looked_at

namespace written_back {
class Counts {
public:
  long get(const std::string &K) {
    std::lock_guard L(Mu);
    auto It = storedBackBad.find(K);
    return It == storedBackBad.end() ? 0 : It->second;
  }
  void put(const std::string &K, long V) {
    std::lock_guard L(Mu);
    // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'written_back::Counts::storedBackBad' is read by 'find' and then written by 'operator[]', with what was made of the value, in two critical sections, the second holding 'Counts::Mu'; {{.*}} [maprace-check-then-act]
    storedBackBad[K] = V;
  }
  void add(const std::string &K) {
    long V = get(K);
    put(K, V + 1);
  }

private:
  std::mutex Mu;
  std::map<std::string, long> storedBackBad;
};
void run() {
  Counts C;
  std::thread A([&] { C.add("a"); });
  C.add("a");
  A.join();
}
} // namespace written_back

namespace written_back_directly {
std::mutex Mu;
std::map<int, int> doubledBad;
void twice(int K) {
  int V = 0;
  {
    std::lock_guard L(Mu);
    V = doubledBad.at(K);
  }
  int Twice = V * 2;
  std::lock_guard L(Mu);
  // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'written_back_directly::doubledBad' is read by 'at' and then written by 'insert_or_assign', with what was made of the value, {{.*}} [maprace-check-then-act]
  doubledBad.insert_or_assign(K, Twice);
}
void run() {
  std::thread A(twice, 1);
  twice(1);
  A.join();
}
} // namespace written_back_directly

namespace something_else_written {
// the value does not come from the one read, or was read under another key
class Counts {
public:
  long get(const std::string &K) {
    std::lock_guard L(Mu);
    return elsewhereOk.at(K);
  }
  void put(const std::string &K, long V) {
    std::lock_guard L(Mu);
    elsewhereOk[K] = V;
  }
  long replace(const std::string &K, long V) {
    long Old = get(K);
    put(K, V + 1);
    return Old;
  }
  void copy(const std::string &From, const std::string &To) { put(To, get(From)); }

private:
  std::mutex Mu;
  std::map<std::string, long> elsewhereOk;
};
void run() {
  Counts C;
  std::thread A([&] { C.replace("a", 1); });
  C.copy("a", "b");
  A.join();
}
} // namespace something_else_written

namespace one_writes_back {
// nobody but this thread writes
class Counts {
public:
  int get(int K) {
    std::lock_guard L(Mu);
    return ownWritesOk.at(K);
  }
  void put(int K, int V) {
    std::lock_guard L(Mu);
    ownWritesOk[K] = V;
  }
  void add(int K) { put(K, get(K) + 1); }

private:
  std::mutex Mu;
  std::map<int, int> ownWritesOk;
};
void run() {
  Counts C;
  C.put(1, 1);
  std::thread A([&] { C.add(1); });
  C.get(1);
  A.join();
}
} // namespace one_writes_back

namespace by_a_handle {
// a guard object of the program leads to the map it guards
using Map = std::map<int, int>;
class Handle {
public:
  Handle(std::mutex &M, Map &X) : Lock(M), Rows(X) {}
  Map *operator->() { return &Rows; }

private:
  std::unique_lock<std::mutex> Lock;
  Map &Rows;
};
class Store {
public:
  bool has(int K) { return lock()->count(K) != 0; }
  int get(int K) {
    if (!has(K))
      return 0;
    auto Rows = lock();
    // CHECK: check-then-act.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: 'by_a_handle::Store::handledBad' is tested by 'count' and then read by 'at' in two critical sections, the second holding 'Store::Mu'; {{.*}} [maprace-check-then-act]
    return Rows->at(K);
  }
  void drop(int K) { lock()->erase(K); }

private:
  Handle lock() { return Handle(Mu, handledBad); }
  std::mutex Mu;
  Map handledBad;
};
class Careful {
public:
  int get(int K) {
    auto Rows = lock();
    return Rows->count(K) ? Rows->at(K) : 0;
  }
  void drop(int K) { lock()->erase(K); }

private:
  Handle lock() { return Handle(Mu, handledOk); }
  std::mutex Mu;
  Map handledOk;
};
void run() {
  Store S;
  Careful C;
  std::thread A([&] { S.get(1), C.get(1); });
  S.drop(1);
  C.drop(1);
  A.join();
}
} // namespace by_a_handle

int main() {
  written_back::run();
  written_back_directly::run();
  something_else_written::run();
  one_writes_back::run();
  by_a_handle::run();
  two_sections::run();
  across_functions::run();
  early_return::run();
  present_then_gone::run();
  unlocked_in_between::run();
  concurrent_map::run();
  value_or_nothing::run();
  first_element::run();
  emptied_by_another::run();
  number_of_something::run();
  stale_value::run();
  act_in_a_callable::run();
  act_in_a_thread::run();
  computed_from_the_key::run();
  key_is_claimed::run();
  emptiness_of_no_matter::run();
  one_section::run();
  looked_again::run();
  first_one_wins::run();
  erased_by_key::run();
  locked_outside::run();
  one_thread::run();
  another_key::run();
  result_is_looked_at::run();
}
