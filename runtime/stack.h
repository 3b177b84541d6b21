// Call stacks as program counters.
#pragma once
#include <cstdint>

namespace maprace::runtime {

struct Stack {
  static constexpr unsigned Limit = 32;
  std::uintptr_t Pc[Limit];
  unsigned Size = 0;
};

/// The stack of the caller of the runtime: frames of the runtime itself are left out. With
/// From, it begins at that program counter.
Stack captureStack(std::uintptr_t From = 0);

/// A site cut to 32 bits, as cells keep it, to the program counter it was; 0 when unknown.
std::uintptr_t wholeSite(std::uint32_t Cut);

} // namespace maprace::runtime
