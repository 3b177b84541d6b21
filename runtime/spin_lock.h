// The runtime's own lock. Not a std::mutex: those are interposed, ordered and counted by the
// runtime itself, and ThreadSanitizer would see an order between threads that the program does
// not have.
#pragma once
#include <atomic>
#include <sched.h>

namespace maprace::runtime {

/// Of this process among its ancestors, from 1. In a forked child there are no threads that will
/// give back what they held at the fork: a lock of an earlier generation is free. What it protects
/// may be half done; a child that waits for nobody would be worse.
inline std::atomic<unsigned> Generation{1};

class SpinLock {
public:
  void lock() noexcept {
    const unsigned Ours = Generation.load(std::memory_order_relaxed);
    for (int Spins = 0;; ++Spins) {
      unsigned Now = 0;
      if (Holder.compare_exchange_strong(Now, Ours, std::memory_order_acquire))
        return;
      if (Now != Ours && Holder.compare_exchange_strong(Now, Ours, std::memory_order_acquire))
        return;
      if (Spins > 64)
        sched_yield();
    }
  }
  void unlock() noexcept { Holder.store(0, std::memory_order_release); }

private:
  std::atomic<unsigned> Holder{0}; ///< the generation that has it; 0: free
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
