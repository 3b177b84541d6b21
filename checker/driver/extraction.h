//===- extraction.h - from compile commands to facts ----------------------*- C++ -*-===//
//
// What `scan` and `extract` share: choosing the units, running them over workers, and
// telling the user what became of them.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_EXTRACTION_H
#define MAPRACE_DRIVER_EXTRACTION_H

#include "checker/driver/arguments.h"
#include "checker/driver/compile_db.h"
#include "checker/report/report.h"
#include "maprace/checker/facts.h"
#include "maprace/checker/settings.h"
#include <optional>

namespace maprace {

struct ExtractionOptions {
  Selection What;
  std::optional<unsigned> Jobs;
  unsigned TimeoutSeconds = 300;

  void addTo(std::vector<Option> &Options);
  void take(const Arguments &Args);
};

struct Extraction {
  std::vector<UnitFacts> Units;      ///< in the order of the database
  std::vector<UnitOutcome> Outcomes; ///< of all units, in that order
  int Signal = 0;                    ///< what ended it early
};

/// Fails when there is nothing to extract from. Failed and degraded units, and flags
/// that were left out, are told on stderr.
llvm::Expected<Extraction> extractUnits(const ExtractionOptions &Options, const Settings &S);

/// The same lines for outcomes that come from elsewhere.
void reportOutcomes(llvm::ArrayRef<UnitOutcome> Outcomes);

/// Zero, or the exit status that the outcomes call for.
int exitStatus(llvm::ArrayRef<UnitOutcome> Outcomes);

} // namespace maprace
#endif
