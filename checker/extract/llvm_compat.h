//===- llvm_compat.h - what differs between LLVM 19 and 22 -------*- C++ -*-===//
//
// The only file that tests LLVM_VERSION_MAJOR. Each function here has the newest
// LLVM's meaning; older ones are adapted to it.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_EXTRACT_LLVM_COMPAT_H
#define MAPRACE_EXTRACT_LLVM_COMPAT_H

#include "llvm/Config/llvm-config.h"

#if LLVM_VERSION_MAJOR < 19
#error "maprace needs LLVM 19 or newer"
#endif

namespace maprace::compat {} // namespace maprace::compat

#endif
