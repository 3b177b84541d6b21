// Where the modes hook into synchronisation and into the life of the program, its threads and
// its maps.
#include "maprace/detail/guard.h"
#include "runtime/count.h"
#include "runtime/delay.h"
#include "runtime/options.h"
#include "runtime/order.h"
#include "runtime/runtime.h"

namespace maprace::runtime {

bool SyncVisible = false;

void syncAcquired(const void *Object) {
  if (Self.Inside) // the runtime's own use of libraries
    return;
  ++maprace_thread.syncs;
  if (Settings.Kind == Mode::Order && Started)
    order::acquired(Object);
}
void syncReleasing(const void *Object) {
  if (Settings.Kind == Mode::Order && Started)
    order::releasing(Object);
}
void syncDestroyed(const void *Object) {
  if (Settings.Kind == Mode::Order && Started)
    order::destroyed(Object);
}
void syncPublished() {
  if (Settings.Kind == Mode::Order && Started)
    order::published();
}
void lockTaken(const void *Lock) {
  ++Self.LocksHeld;
  if (Settings.Kind == Mode::Count && Started)
    count::lockTaken(Lock);
}
void lockReleased(const void *Lock) {
  --Self.LocksHeld;
  if (Settings.Kind == Mode::Count && Started)
    count::lockReleased(Lock);
}

void startModes() {
  if (Settings.Kind == Mode::Delay)
    delay::start();
}
void finishModes() {
  if (Settings.Kind == Mode::Delay)
    delay::finish();
  if (Settings.Kind == Mode::Count)
    count::finish();
}
void threadBegins(Thread &T) {
  if (Settings.Kind == Mode::Order)
    order::threadBegins(T);
}
void threadEnds(Thread &T) {
  maprace_thread.known = &NoMemos; // which are the mode's, and go with the rest
  endShortcuts();
  if (Settings.Kind == Mode::Order)
    order::threadEnds(T);
  if (Settings.Kind == Mode::Count)
    count::threadEnds();
}
void forgetMap(detail::cell *State) {
  if (Settings.Kind == Mode::Order)
    order::forget(State);
  if (Settings.Kind == Mode::Delay)
    delay::forget(State);
  if (Settings.Kind == Mode::Count)
    count::forget(State);
}
void modeAccess(const Call &C) {
  // For programs that have not looked themselves. What the word says is the caller's.
  if (C.MemoSite && detail::remembered(C.State, 0, C.MemoSite))
    return;
  switch (Settings.Kind) {
  case Mode::Trap: return;
  case Mode::Delay: return delay::access(C);
  case Mode::Order: return order::access(C);
  case Mode::Count: return count::access(C);
  }
}

} // namespace maprace::runtime
