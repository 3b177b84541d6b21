//===- confirmation.h - static findings meet dynamic races ---------*- C++ -*-===//
//
// A finding becomes a fact when a race was seen at its places. What is compared are places
// and maps, not IDs alone: a finding stands for all pairs of accesses of one map and two
// threads, of which it shows one.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_CONFIRMATION_H
#define MAPRACE_DRIVER_CONFIRMATION_H

#include "checker/driver/runtime_log.h"

namespace maprace {

enum class ConfirmStatus {
  Confirmed,    ///< a race was seen
  Exercised,    ///< all sides were executed, and no race was seen
  NotExercised, ///< a side was never executed
};

/// "confirmed", "exercised", "not-exercised".
const char *statusName(ConfirmStatus S);

struct Confirmed {
  ConfirmStatus Status = ConfirmStatus::NotExercised;
  std::vector<std::uint64_t> Reached;    ///< how often each side was executed, over all runs
  std::vector<const LoggedRace *> Races; ///< one for each pair of places
};

struct Confirmation {
  std::vector<Confirmed> Findings;             ///< one for each of the file's, in its order
  std::vector<const LoggedRace *> Unpredicted; ///< one for each pair of places
  unsigned count(ConfirmStatus S) const;
};

/// The plan (docs/runtime.md): the pairs of places of all findings. What cannot be written in
/// it, for a blank in a file's own name, is left out.
std::string planOf(const std::vector<SarifFinding> &Findings);

Confirmation confirm(const std::vector<SarifFinding> &Findings, const RuntimeLog &Log);

} // namespace maprace
#endif
