// Asking another thread for its stack, by a signal, while it is in the middle of an operation.
#pragma once
#include "runtime/runtime.h"

namespace maprace::runtime {

/// The stack of the thread with this token, if it is still inside the operation that left Word
/// in the cell when it answers; an empty one otherwise, after at most 50 ms.
Stack askForStack(std::uint32_t Token, detail::cell *, std::uint64_t Word);

} // namespace maprace::runtime
