//===- timed_run.h - a command that is run for us -----------------------*- C++ -*-===//
#ifndef MAPRACE_DRIVER_TIMED_RUN_H
#define MAPRACE_DRIVER_TIMED_RUN_H

#include "llvm/ADT/ArrayRef.h"
#include <string>

namespace maprace {

struct RunEnd {
  int Error = 0;         ///< errno, where the command could not be started
  int Status = 0;        ///< waitpid's
  bool TimedOut = false; ///< it was ended by us
  int Interrupted = 0;   ///< the signal that ended the wait, where one came to us
};

/// Runs \p Command with \p Environment, its stdout on our stderr, as ours belongs to the
/// report. With \p Seconds, it has a process group of its own, which is ended when they are
/// over: asked first (SIGTERM), so that programs that end in order when asked do, then killed.
RunEnd runCommand(llvm::ArrayRef<std::string> Command, llvm::ArrayRef<std::string> Environment, unsigned Seconds);

/// "exited with status 1", "was ended by signal 11 (Segmentation fault)".
std::string ending(const RunEnd &E, unsigned Seconds);

} // namespace maprace
#endif
