// Asking another thread for its stack, by a signal, while it is in the middle of an operation.
#pragma once
#include "runtime/runtime.h"

namespace maprace::runtime {

/// The stack of the thread with this token, if it is still inside the operation that left Word
/// in the map when it answers; an empty one otherwise, and where it takes no signal.
Stack askForStack(std::uint32_t Token, const detail::anchor *, detail::cell *, std::uint64_t Word);

} // namespace maprace::runtime
