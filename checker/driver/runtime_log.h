//===- runtime_log.h - what the companion wrote while a program ran -*- C++ -*-===//
//
// The JSON lines of MAPRACE_OPTIONS=log=FILE (docs/runtime.md), as far as `confirm` needs
// them. Processes of one run append to one file.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_RUNTIME_LOG_H
#define MAPRACE_DRIVER_RUNTIME_LOG_H

#include "checker/driver/sarif_findings.h"
#include "llvm/ADT/StringMap.h"
#include <set>

namespace maprace {

struct LoggedFrame {
  std::string Function, Module;
  Place At; ///< line 0: no debug information
  std::uint64_t Offset = 0;
};

struct LoggedSide {
  std::string Operation, When;
  bool Write = false, Complete = true;
  Place At; ///< its site
  std::string Site;
  std::vector<LoggedFrame> Stack;
  std::string Thread;               ///< "main thread", "thread T2 'worker'"
  std::vector<LoggedFrame> Created; ///< where the thread was started
};

struct LoggedRace {
  std::string Kind, Evidence;
  std::string Finding; ///< the plan's ID, where the pair is one of it
  std::string MapType, MapName;
  std::vector<LoggedFrame> MapConstructed;
  LoggedSide Sides[2];
  unsigned Run = 0; ///< from 1
};

/// A `plan` line: how far a process came with one pair. A `progress` line is one of a process
/// that goes on, and stands where no later one of it does.
struct LoggedPair {
  std::string Finding;
  Place First, Second;
  std::uint64_t Reached[2] = {0, 0};
};

struct RuntimeLog {
  std::vector<LoggedRace> Races;
  std::vector<LoggedPair> Pairs;
  llvm::StringMap<std::size_t> PairAt; ///< index in Pairs, by run, process and pair
  std::set<std::string> Mixed;         ///< modules that lack the companion's flags, in part or wholly
  unsigned Processes = 0;              ///< that were started
  unsigned Broken = 0;                 ///< lines that are no JSON object: of processes that were killed
};

/// Adds a file's lines. A file that is not there is one to which nobody wrote.
llvm::Error readRuntimeLog(llvm::StringRef File, unsigned Run, RuntimeLog &To);

} // namespace maprace
#endif
