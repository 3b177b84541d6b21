// mode=count: how often each place reads and writes each map, from how many threads, with which
// locks held.
#pragma once
#include "runtime/runtime.h"

namespace maprace::runtime::count {

void access(const Call &);
void lockTaken(const void *);
void lockReleased(const void *);
void threadEnds();
void forget(detail::cell *);
void finish();

} // namespace maprace::runtime::count
