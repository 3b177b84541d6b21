// CASE: locks-ticket-lock-ok
// SOURCE: written for this suite
// EXPECT: counts OK
// STD: c++17
// PROVES: design, locks: wrappers that lock in one function and unlock in another
// WHY: a ticket lock of own making: fetch_add and a spinning acquire load

#include <unordered_map>
#include <thread>
#include <mutex>
#include <atomic>

class TicketLock {
 public:
  void lock() {
    unsigned t = next_.fetch_add(1, std::memory_order_relaxed);
    while (serving_.load(std::memory_order_acquire) != t) {}
  }
  void unlock() { serving_.store(serving_.load(std::memory_order_relaxed) + 1, std::memory_order_release); }
 private:
  std::atomic<unsigned> next_{0}, serving_{0};
};
TicketLock lk;
std::unordered_map<int, int> counts;
void w(int id) {
  for (int i = 0; i < 100; ++i) {
    std::lock_guard<TicketLock> g(lk);
    counts[i % 7] += id;
  }
}
int main() {
  std::thread a(w, 1), b(w, 2);
  a.join(); b.join();
}
