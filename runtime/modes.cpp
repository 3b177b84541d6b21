// Where the modes hook into the life of the program, its threads and its maps.
#include "runtime/options.h"
#include "runtime/runtime.h"

namespace maprace::runtime {

bool SyncVisible = false;

void syncAcquired(const void *) { ++maprace_thread.syncs; }
void syncReleasing(const void *) {}
void syncDestroyed(const void *) {}
void syncPublished() {}
void lockTaken(const void *) { ++Self.LocksHeld; }
void lockReleased(const void *) { --Self.LocksHeld; }

void startModes() {}
void finishModes() {}
void threadBegins(Thread &) {}
void threadEnds(Thread &) {}
void forgetMap(detail::cell *) {}
void delayAccess(const Call &) {}
void orderAccess(const Call &) {}
void countAccess(const Call &) {}

} // namespace maprace::runtime
