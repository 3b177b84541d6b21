// CASE: order-spin-until-no-open-work-ok
// SOURCE: written for this suite
// EXPECT: res OK
// STD: c++17
// PROVES: issue 3, order: release/acquire publication
// WHY: main spins until the atomic count of unfinished workers is zero

#include <map>
#include <thread>
#include <mutex>
#include <atomic>

static std::atomic<int> pending{2};
static std::mutex mu;
static std::map<int, int> res;
static void work(int i) {
  { std::lock_guard<std::mutex> l(mu); res[i] = i; }
  pending.fetch_sub(1, std::memory_order_acq_rel);
}
int main() {
  std::thread(work, 1).detach();
  std::thread(work, 2).detach();
  while (pending.load(std::memory_order_acquire) != 0) std::this_thread::yield();
  return (int)res.size();
}
