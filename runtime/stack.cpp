#include "runtime/stack.h"

#include <link.h>
#include <unwind.h>

namespace maprace::runtime {

namespace {

struct Walk {
  Stack Out;
  std::uintptr_t From;
  bool Begun;
};

_Unwind_Reason_Code step(_Unwind_Context *Context, void *Data) {
  auto &W = *static_cast<Walk *>(Data);
  const std::uintptr_t Pc = _Unwind_GetIP(Context);
  if (!Pc)
    return _URC_END_OF_STACK;
  if (!W.Begun && Pc == W.From)
    W.Begun = true;
  if (W.Begun && W.Out.Size < Stack::Limit)
    W.Out.Pc[W.Out.Size++] = Pc;
  return W.Out.Size == Stack::Limit ? _URC_END_OF_STACK : _URC_NO_REASON;
}

} // namespace

Stack captureStack(std::uintptr_t From) {
  Walk W{{}, From, From == 0};
  _Unwind_Backtrace(step, &W);
  if (!W.Begun) { // not on this stack: all of it is better than none
    W.Begun = true;
    _Unwind_Backtrace(step, &W);
  }
  return W.Out;
}

std::uintptr_t wholeSite(std::uint32_t Cut) {
  struct Search {
    std::uint32_t Cut;
    std::uintptr_t Found;
  } S{Cut, 0};
  if (!Cut)
    return 0;
  dl_iterate_phdr(
      [](dl_phdr_info *Module, std::size_t, void *Data) {
        auto &S = *static_cast<Search *>(Data);
        for (int I = 0; I < Module->dlpi_phnum; ++I) {
          const auto &Segment = Module->dlpi_phdr[I];
          if (Segment.p_type != PT_LOAD || !(Segment.p_flags & PF_X))
            continue;
          const std::uintptr_t Begin = Module->dlpi_addr + Segment.p_vaddr;
          std::uintptr_t At = (Begin & ~std::uintptr_t(0xffffffff)) | S.Cut;
          if (At < Begin)
            At += std::uintptr_t(1) << 32;
          if (At < Begin + Segment.p_memsz) {
            S.Found = At;
            return 1;
          }
        }
        return 0;
      },
      &S);
  return S.Found;
}

} // namespace maprace::runtime
