//===- fixing.h - replacements put into files ----------------------------------------------===//
//
// What --fix does with the findings of a scan, and annotate with what it has inferred.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_FIXING_H
#define MAPRACE_DRIVER_FIXING_H

#include "checker/report/source.h"
#include "maprace/checker/finding.h"
#include <vector>

namespace maprace {

/// Replacements that belong together: all of them are made, or none.
using Change = std::vector<Replacement>;

struct FixOutcome {
  unsigned Made = 0;   ///< changes
  unsigned Left = 0;   ///< that overlap with others: a second run makes them
  unsigned Files = 0;  ///< that were written
  bool Written = true; ///< false: some file could not be; it has been told
};

/// Writes the files that the changes name. Equal replacements count once; of changes that
/// overlap, the first is made.
FixOutcome applyChanges(const std::vector<Change> &Changes, SourceCache &Sources);

} // namespace maprace
#endif
