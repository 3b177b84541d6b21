// CASE: order-join-assigned-slots-ok
// SOURCE: written for this suite
// EXPECT: main::res OK
// STD: c++17
// PROVES: issue 3, order: fork/join
// WHY: default constructed std::array of threads, assigned and joined by range-for

#include <map>
#include <thread>
#include <mutex>
#include <array>

int main() {
  std::mutex mu;
  std::map<int, int> res;
  std::array<std::thread, 4> team;
  int id = 0;
  for (auto& t : team) t = std::thread([&, i = id++] { std::lock_guard<std::mutex> g(mu); res[i] = i; });
  for (auto& t : team) t.join();
  res.erase(0);
}
