// CASE: order-latch-opened-by-one-ok
// SOURCE: written for this suite
// EXPECT: Team::table OK
// STD: c++20
// PROVES: issue 3, order: latch/barrier/semaphore
// WHY: thread 0 fills and then the latch opens for all

#include <unordered_map>
#include <vector>
#include <thread>
#include <latch>

struct Team {
  std::unordered_map<int, int> table;
  std::latch ready{1};
  void run(int tid) {
    if (tid == 0) {
      for (int i = 0; i < 10; ++i) table[i] = i;
      ready.count_down();
    } else {
      ready.wait();
    }
    volatile bool b = table.find(3) != table.end();
    (void)b;
  }
};
int main() {
  Team t;
  std::vector<std::thread> v;
  for (int i = 0; i < 3; ++i) v.emplace_back(&Team::run, &t, i);
  for (auto& x : v) x.join();
}
