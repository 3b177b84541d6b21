// mode=delay: overlaps made likely. After TSVD (Li et al., SOSP 2019): places whose accesses
// nearly met are delayed, inside the operation and with the locks held that the program holds;
// if the other side arrives meanwhile, nothing keeps the two apart. With a plan, after
// RaceFuzzer (Sen, PLDI 2008): only its places, each held until the other side comes.
#pragma once
#include "runtime/runtime.h"

#include <string>

namespace maprace::runtime::delay {

void start();
void finish();
void access(const Call &);
void forget(detail::cell *);
/// In a forked child: nobody is held there.
void forked();
/// The ID of the plan's pair of these two places, which has now been observed; or empty.
std::string findingOf(const std::string &PlaceA, const std::string &PlaceB);

} // namespace maprace::runtime::delay
