// mode=order: what happens before what, from the synchronisation that is interposed, and
// accesses that nothing orders. Vector clocks with epochs, after FastTrack (Flanagan and Freund,
// PLDI 2009): an access is remembered as its thread and that thread's time.
#pragma once
#include "runtime/runtime.h"

namespace maprace::runtime::order {

void acquired(const void *);
void releasing(const void *);
void destroyed(const void *);
void published();
void access(const Call &);
void threadBegins(Thread &);
void threadEnds(Thread &);
void forget(detail::cell *);

} // namespace maprace::runtime::order
