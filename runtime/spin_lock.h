// The runtime's own lock. Not a std::mutex: those are interposed, ordered and counted by the
// runtime itself, and ThreadSanitizer would see an order between threads that the program does
// not have.
#pragma once
#include <atomic>
#include <sched.h>

namespace maprace::runtime {

class SpinLock {
public:
  void lock() noexcept {
    for (int spins = 0; Held.exchange(true, std::memory_order_acquire); ++spins)
      if (spins > 64)
        sched_yield();
  }
  void unlock() noexcept { Held.store(false, std::memory_order_release); }

private:
  std::atomic<bool> Held{false};
};

class Locked {
public:
  explicit Locked(SpinLock &L) noexcept : Lock(L) { Lock.lock(); }
  ~Locked() { Lock.unlock(); }
  Locked(const Locked &) = delete;
  Locked &operator=(const Locked &) = delete;

private:
  SpinLock &Lock;
};

} // namespace maprace::runtime
