// MR05: more ways for a reference to get away, and the same with a copy or under the lock.
//
// RUN: not %maprace scan %s -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

template <class F> void twice(F Work) {
  std::thread A(Work), B(Work);
  A.join();
  B.join();
}
struct Session {
  int Hits = 0;
  std::string User;
};

namespace returned_in_a_container {
std::mutex Mu;
std::map<int, Session> openBad, openOk;
std::vector<Session *> all() {
  std::lock_guard L(Mu);
  std::vector<Session *> Result;
  for (auto &[Id, S] : openBad)
    // CHECK: ways.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'returned_in_a_container::openBad' leaves 'returned_in_a_container::all', which locks it; {{.*}} [maprace-reference-escape]
    Result.push_back(&S);
  return Result;
}
std::vector<Session> copies() {
  std::lock_guard L(Mu);
  std::vector<Session> Result;
  for (auto &[Id, S] : openOk)
    Result.push_back(S);
  return Result;
}
void close() {
  std::lock_guard L(Mu);
  openBad.erase(1);
  openOk.erase(1);
}
void run() {
  twice([] {
    all();
    copies();
    close();
  });
}
} // namespace returned_in_a_container

namespace callers_container {
std::mutex Mu;
std::map<int, Session> openBad;
void all(std::vector<const Session *> &Into) {
  std::lock_guard L(Mu);
  for (const auto &One : openBad)
    // CHECK: ways.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'callers_container::openBad' leaves 'callers_container::all', which locks it (output parameter); {{.*}} [maprace-reference-escape]
    Into.push_back(&One.second);
}
void close() {
  std::lock_guard L(Mu);
  openBad.erase(1);
}
void run() {
  twice([] {
    std::vector<const Session *> All;
    all(All);
    close();
  });
}
} // namespace callers_container

namespace returned_callable {
std::mutex Mu;
std::map<int, Session> openBad, openOk;
std::function<int()> counter(int K) {
  std::lock_guard L(Mu);
  Session &S = openBad[K];
  // CHECK: ways.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'returned_callable::openBad' leaves 'returned_callable::counter', which locks it (captured by a callable that is returned); {{.*}} [maprace-reference-escape]
  return [&S] { return ++S.Hits; };
}
std::function<int()> copy(int K) {
  std::lock_guard L(Mu);
  Session &S = openOk[K];
  return [S] { return S.Hits; };
}
void close() {
  std::lock_guard L(Mu);
  openBad.erase(1);
  openOk.erase(1);
}
void run() {
  twice([] {
    counter(1)();
    copy(1)();
    close();
  });
}
} // namespace returned_callable

namespace view_of_a_sequence {
std::mutex Mu;
std::map<int, std::vector<int>> seriesBad, seriesOk;
std::span<const int> points(int K) {
  std::lock_guard L(Mu);
  // CHECK: ways.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'view_of_a_sequence::seriesBad' leaves 'view_of_a_sequence::points', which locks it; {{.*}} [maprace-reference-escape]
  return seriesBad[K];
}
int sum(int K) {
  std::lock_guard L(Mu);
  std::span<const int> Points = seriesOk[K];
  int Result = 0;
  for (int P : Points)
    Result += P;
  return Result;
}
void add(int K) {
  std::lock_guard L(Mu);
  seriesBad[K].push_back(1);
  seriesOk[K].push_back(1);
}
void run() {
  twice([] {
    points(1);
    sum(1);
    add(1);
  });
}
} // namespace view_of_a_sequence

namespace member_followed_without_lock {
class Player {
public:
  void select(int K) {
    std::lock_guard L(Mu);
    // CHECK: ways.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'member_followed_without_lock::Player::tracksBad' leaves {{.*}} (stored in a member); {{.*}} [maprace-reference-escape]
    Current = &tracksBad[K];
  }
  void play() { ++Current->Hits; }
  void drop(int K) {
    std::lock_guard L(Mu);
    tracksBad.erase(K);
  }

private:
  std::mutex Mu;
  std::map<int, Session> tracksBad;
  Session *Current = nullptr;
};
void run() {
  Player P;
  twice([&] {
    P.select(1);
    P.play();
    P.drop(2);
  });
}
} // namespace member_followed_without_lock

namespace member_followed_under_lock {
class Player {
public:
  void select(int K) {
    std::lock_guard L(Mu);
    Current = &tracksOk[K];
  }
  void play() {
    std::lock_guard L(Mu);
    count();
  }
  void drop(int K) {
    std::lock_guard L(Mu);
    Current = nullptr;
    tracksOk.erase(K);
  }

private:
  void count() {
    if (Current)
      ++Current->Hits;
  }
  std::mutex Mu;
  std::map<int, Session> tracksOk;
  Session *Current = nullptr;
};
void run() {
  Player P;
  twice([&] {
    P.select(1);
    P.play();
    P.drop(1);
  });
}
} // namespace member_followed_under_lock

namespace iterator_kept_past_the_lock {
std::mutex Mu;
std::map<int, Session> openBad;
void touch(int K) {
  std::unique_lock L(Mu);
  auto It = openBad.find(K);
  if (It == openBad.end())
    return;
  L.unlock();
  // CHECK: ways.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'iterator_kept_past_the_lock::openBad' is used by {{.*}} when the lock it was taken under is gone, {{.*}} [maprace-reference-escape]
  ++It->second.Hits;
}
void close(int K) {
  std::lock_guard L(Mu);
  openBad.erase(K);
}
void run() {
  twice([] {
    touch(1);
    close(1);
  });
}
} // namespace iterator_kept_past_the_lock

namespace nodes_stay {
// a node stays where it is until it is erased, and nobody does that
std::mutex Mu;
std::unordered_map<std::string, std::string> namesOk;
const std::string &intern(const std::string &Name) {
  std::lock_guard L(Mu);
  return namesOk.try_emplace(Name, Name).first->second;
}
void run() {
  twice([] { intern("a").size(); });
}
} // namespace nodes_stay

int main() {
  returned_in_a_container::run();
  callers_container::run();
  returned_callable::run();
  view_of_a_sequence::run();
  member_followed_without_lock::run();
  member_followed_under_lock::run();
  iterator_kept_past_the_lock::run();
  nodes_stay::run();
}
