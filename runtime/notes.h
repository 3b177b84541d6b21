// What few maps have and none pays for: names given to them, and where they were frozen.
#pragma once
#include "maprace/detail/cell.h"
#include "runtime/stack.h"

#include <string>

namespace maprace::runtime {

std::string givenName(const detail::anchor *);
bool frozenBy(detail::cell *, std::uint32_t &Token, Stack &Where);
/// The map is gone.
void forgetNotes(const detail::anchor *, detail::cell *);

} // namespace maprace::runtime
