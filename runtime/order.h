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
/// Do all accesses of the ended thread that had this token come before what the running thread
/// does now?
bool comesAfter(std::uint32_t Token);
/// In a forked child: what the threads did that it does not have is past, and ordered.
void forked(std::uint32_t Tokens);

} // namespace maprace::runtime::order
