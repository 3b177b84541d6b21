// What the parts of the runtime know of each other.
#pragma once
#include "maprace/detail/cell.h"
#include "runtime/threads.h"

namespace maprace::runtime {

/// One operation, as the headers hand it over.
struct Call {
  const detail::anchor *Map; ///< of a step of an iterator, too
  detail::cell *State;       ///< nullptr: the map is gone, and only a report is made of the call
  detail::operation What;
  const char *Type;
  std::uintptr_t Site;     ///< where the program called, as a walk of the stack finds it
  std::uintptr_t MemoSite; ///< what a memo of it is found by; 0: there can be none
};
bool isWrite(detail::operation);
bool mayThrow(detail::operation);
const char *operationName(detail::operation);

/// Reads the options and sets the runtime up, once; called from whatever comes first.
void start();
extern bool Started;

/// Where the operation looks for its memo, in the running thread's table.
inline detail::memo &memoOf(const Call &C) { return maprace_thread.known->at(C.State, C.MemoSite); }
/// To be called before the running thread's memos change: operations find them again by themselves.
inline void endShortcuts() {
  for (detail::shortcut &S : maprace_thread.last) {
    S.key = 0;
    S.settle();
  }
}
/// Leaves one: in this epoch of the thread's, it need not tell of this operation again.
inline void leaveMemo(const Call &C, std::uint64_t Epoch) {
  endShortcuts();
  detail::memo &M = memoOf(C);
  M.state = C.State;
  M.site = C.MemoSite;
  M.epoch = Epoch;
  M.times.store(0, std::memory_order_relaxed);
}
/// The table of threads that have none.
extern detail::memo_table NoMemos;

/// The mode in use sees each operation before it happens.
void modeAccess(const Call &);
void forgetMap(detail::cell *); ///< what it keeps of a map that is gone

void startModes();
void finishModes(); ///< at exit: what they write
void threadBegins(Thread &);
void threadEnds(Thread &);

/// From the interposed functions: what the running thread did before a release is ordered before
/// what any thread does after a later acquire of the same object. An acquire of nullptr is one
/// that orders nothing here, but may order the thread after others.
void syncAcquired(const void *);
void syncReleasing(const void *);
void syncDestroyed(const void *);
/// Everything that the thread has done is ordered before everything that any thread does later:
/// for hand-overs whose receiving side is not visible.
void syncPublished();
void lockTaken(const void *);
void lockReleased(const void *);

/// Is synchronisation visible, that is, are the pthread functions interposed?
extern bool SyncVisible;
void findSyncVisible();

} // namespace maprace::runtime
