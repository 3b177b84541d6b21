// A race that never overlaps: what ThreadSanitizer sees of it must be the same with the checks
// and without (MAPRACE_OFF).
#include <maprace/unordered_map.h>

#include <atomic>
#include <memory>
#include <thread>

int main() {
  const auto M = std::make_unique<maprace::unordered_map<int, int>>();
  std::atomic<int> Turn{0};
  const auto await = [&](int N) {
    while (Turn.load(std::memory_order_relaxed) != N)
      std::this_thread::yield();
  };
  std::thread A([&] {
    (*M)[1] = 1;
    Turn.store(1, std::memory_order_relaxed);
    await(2);
    M->erase(1);
    Turn.store(3, std::memory_order_relaxed);
  });
  std::thread B([&] {
    await(1);
    (void)M->find(1);
    Turn.store(2, std::memory_order_relaxed);
    await(3);
    for (const auto &E : *M)
      (void)E;
    M->insert({2, 2});
  });
  A.join();
  B.join();
}
