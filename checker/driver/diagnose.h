//===- diagnose.h - what the command tells its user ---------------*- C++ -*-===//
//
// One line a problem, on stderr: "maprace: error: FILE: reason". Lower case, no full
// stop; what was seen first.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_DIAGNOSE_H
#define MAPRACE_DRIVER_DIAGNOSE_H

#include "llvm/Support/Error.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"
#include <string>

namespace maprace {

/// What the command's exit status says (docs/usage.md).
enum ExitStatus : int {
  ExitClean = 0,
  ExitFindings = 1,
  ExitUsage = 2,      ///< wrong usage, or nothing could be scanned
  ExitIncomplete = 3, ///< some units failed
};

template <class... T> llvm::Error failure(const char *Format, T &&...Args) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), "%s",
                                 llvm::formatv(Format, std::forward<T>(Args)...).str().c_str());
}

inline void reportError(llvm::StringRef Text) { llvm::errs() << "maprace: error: " << Text << '\n'; }
inline void reportError(llvm::Error E) { reportError(llvm::toString(std::move(E))); }
/// Tells what is wrong with what was asked for; the command ends with the status that is returned.
inline int usageError(llvm::Error E) {
  reportError(std::move(E));
  return ExitUsage;
}
inline void reportNote(llvm::StringRef Text) { llvm::errs() << "maprace: note: " << Text << '\n'; }

} // namespace maprace
#endif
