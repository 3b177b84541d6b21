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
  std::uint32_t Number = 0; ///< as reports say it, never used again: T1 is the first thread started
  pid_t Tid = 0;
  std::atomic<bool> Running{false};
  char Name[16] = {};
  std::uint32_t CreatorNumber = 0;
  bool CreatorKnown = false; ///< no: the thread was not started under the runtime's eyes
  char CreatorName[16] = {};
  Stack Created;
};

/// What belongs to the running thread and nobody else reads.
struct Local {
  int Inside = 0; ///< the runtime itself, or a callback of it, runs: nothing is checked
  detail::cell *FreeCells = nullptr;
  unsigned FreeCount = 0;
  void *Ordering = nullptr; ///< runtime/order.cpp
  void *Counting = nullptr; ///< runtime/count.cpp
  void *Delaying = nullptr; ///< runtime/delay.cpp
  std::uint32_t LocksHeld = 0;
};
extern __thread Local Self __attribute__((tls_model("initial-exec")));

/// Nothing is checked while one of these lives.
struct Inside {
  Inside() { ++Self.Inside; }
  ~Inside() { --Self.Inside; }
};

/// The running thread's record; registers it when it is new.
Thread &thisThread();
/// By token. The record of a thread that has ended stays for a while.
Thread &threadOf(std::uint32_t Token);
/// Is there such a thread in this process? Not for marks that a fork has copied.
bool isRunning(std::uint32_t Token);
unsigned runningThreads();
/// Of a thread that is about to be started by this one.
struct Birth {
  std::uint32_t Token; ///< chosen by the creator, which knows whose accesses it comes after
  std::uint32_t CreatorNumber;
  char CreatorName[16];
  Stack Created;
};
Birth *prepareBirth(std::uintptr_t CalledFrom);
void born(Birth *);
void unborn(Birth *); ///< it could not be started
void refreshName(Thread &);
void forkedThreads();
void startThreads();

} // namespace maprace::runtime
