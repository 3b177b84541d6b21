// The threads of the program: each has a number while it runs, which is its token in the
// maps' cells, and a record of what a report says about it.
#pragma once
#include "maprace/detail/cell.h"
#include "runtime/stack.h"

#include <atomic>
#include <cstdint>
#include <sys/types.h>

namespace maprace::runtime {

struct Thread {
  std::uint32_t Token = 0;
  std::uint32_t Number = 0; ///< as reports say it, never used again: T1 is the first thread created
  pid_t Tid = 0;
  std::atomic<bool> Running{false};
  char Name[16] = {};
  std::uint32_t CreatorNumber = 0;
  bool CreatorKnown = false; ///< no: the thread was not started under the runtime's eyes
  char CreatorName[16] = {};
  Stack Created;
  /// The maps that it destroyed last: another thread may still have been at one of them.
  struct Destruction {
    std::atomic<const detail::anchor *> Map{nullptr};
    std::atomic<std::uint32_t> Site{0}, Constructed{0};
  };
  static constexpr unsigned Remembered = 8;
  Destruction Destroyed[Remembered];
  unsigned NextDestroyed = 0; ///< its own
};

/// What belongs to the running thread and nobody else reads.
struct Local {
  int Inside = 0; ///< the runtime itself, or a callback of it, runs: nothing is checked
  detail::cell *FreeCells = nullptr;
  unsigned FreeCount = 0;
  std::uint32_t Constructed = 0; ///< maps
  void *Ordering = nullptr;      ///< runtime/order.cpp
  void *Counting = nullptr;      ///< runtime/count.cpp
  std::int64_t LastAccess = 0;   ///< runtime/delay.cpp: when, in nanoseconds
  std::uint32_t LocksHeld = 0;
};
extern __thread Local Self __attribute__((tls_model("initial-exec")));

/// Of the sanitizer that the program is built with, if any.
struct Sanitizer {
  bool Present = false; ///< threads are not to allocate before its own start routine has run
  /// ThreadSanitizer's: no accesses and no order are noted in between. The runtime is not
  /// instrumented, but what it calls (malloc, memmove) is intercepted.
  void (*IgnoreReads[2])(const char *, int) = {};
  void (*IgnoreWrites[2])(const char *, int) = {};
  void (*IgnoreSync[2])(const char *, int) = {};
  /// LeakSanitizer's: what the runtime keeps for good hangs on pages that it does not look at.
  void (*IgnoreLeaks[2])() = {};
  bool Ignores = false; ///< one of the above is there
  void ignore(int End) const {
    if (IgnoreReads[End] && IgnoreWrites[End] && IgnoreSync[End]) {
      IgnoreReads[End](nullptr, 0);
      IgnoreWrites[End](nullptr, 0);
      IgnoreSync[End](nullptr, 0);
    }
    if (IgnoreLeaks[End])
      IgnoreLeaks[End]();
  }
};
extern Sanitizer TheSanitizer;

/// Nothing is checked while one of these lives.
struct Inside {
  Inside() {
    if (++Self.Inside == 1 && __builtin_expect(TheSanitizer.Ignores, 0))
      TheSanitizer.ignore(0);
  }
  ~Inside() {
    if (--Self.Inside == 0 && __builtin_expect(TheSanitizer.Ignores, 0))
      TheSanitizer.ignore(1);
  }
  Inside(const Inside &) = delete;
  Inside &operator=(const Inside &) = delete;
};

/// The running thread's record; registers it when it is new.
Thread &thisThread();
/// By token. The record of a thread that has ended stays for a while.
Thread &threadOf(std::uint32_t Token);
/// Is there such a thread in this process? Not for marks that a fork has copied.
bool isRunning(std::uint32_t Token);
/// Where a map was destroyed that is gone, and by whom; nullptr: not known any more.
const Thread::Destruction *destructionOf(const detail::anchor *, std::uint32_t &Token);
unsigned runningThreads();
/// Of a thread that is about to be started by this one.
struct Birth {
  std::uint32_t Token;  ///< chosen by the creator, which knows whose accesses it comes after
  std::uint32_t Number; ///< given by the creator: when the new thread first runs, the scheduler decides
  std::uint32_t CreatorNumber;
  char CreatorName[16];
  Stack Created;
};
Birth *prepareBirth(std::uintptr_t CalledFrom);
void born(Birth *);
/// The same when the thread first needs a record: under a sanitizer.
void bornLater(Birth *);
void unborn(Birth *); ///< it could not be started
void refreshName(Thread &);
void forkedThreads();
void startThreads();
/// Under the guard of the caller; before anything is allocated.
void findSanitizer();

} // namespace maprace::runtime
