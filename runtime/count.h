// mode=count: how often each place reads and writes each map, from how many threads, with which
// locks held.
#pragma once
#include "runtime/runtime.h"

namespace maprace::runtime::count {

/// Whether a map is used by several threads, and how often it was written after that.
struct Sharing {
  std::atomic<bool> Shared{false};
  std::atomic<unsigned long> *LateWrites = nullptr;
};
/// What one thread has done to one map at one place; the part that the fast path needs.
struct Tally {
  Sharing *Map = nullptr;
  unsigned long Times = 0;
  unsigned long Locked = 0;    ///< with at least one lock held
  std::uint64_t LocksSeen = 0; ///< Quick::LockChanges at the last access
};
/// The tallies that this thread used last.
struct Quick {
  struct Slot {
    detail::cell *State;
    std::uintptr_t Site;
    Tally *Of;
  };
  static constexpr std::size_t Slots = 16;
  Slot Recent[Slots];
  std::uint64_t LockChanges;
  unsigned LocksHeld;
};
extern __thread Quick Own __attribute__((tls_model("initial-exec")));

void accessSlowly(const Call &);
inline void access(const Call &C, bool Write) {
  const Quick::Slot &S = Own.Recent[(C.Site ^ C.Site >> 5) % Quick::Slots];
  if (__builtin_expect(S.State == C.State && S.Site == C.Site && S.Of->LocksSeen == Own.LockChanges, 1)) {
    ++S.Of->Times;
    S.Of->Locked += Own.LocksHeld != 0;
    if (Write && S.Of->Map->Shared.load(std::memory_order_relaxed))
      S.Of->Map->LateWrites->fetch_add(1, std::memory_order_relaxed);
    return;
  }
  accessSlowly(C);
}
void lockTaken(const void *);
void lockReleased(const void *);
void threadEnds();
void forget(detail::cell *);
void finish();

} // namespace maprace::runtime::count
