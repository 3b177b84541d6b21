//===- subprocess.h - what another program prints -----------------------*- C++ -*-===//
#ifndef MAPRACE_DRIVER_SUBPROCESS_H
#define MAPRACE_DRIVER_SUBPROCESS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace maprace {

/// Runs \p Args, the first of them looked up in PATH, and gives what it writes to
/// stdout; nothing when it cannot be run or fails. Over a pipe, so that an interrupt
/// leaves no file behind.
std::optional<std::string> outputOf(llvm::ArrayRef<std::string> Args);

} // namespace maprace
#endif
