//===- suppression.h - NOLINT comments ---------------------------*- C++ -*-===//
//
// The same comments as clang-tidy's, with the same meaning, so that a finding that is
// silenced in the editor is silenced in every face:
//   NOLINT, NOLINT(globs)                on the line of the finding
//   NOLINTNEXTLINE, NOLINTNEXTLINE(...)  on the line before
//   NOLINTBEGIN(...) ... NOLINTEND(...)  around it; both name the same globs
// The line is that of Finding::At, the side that lacks the guard.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_REPORT_SUPPRESSION_H
#define MAPRACE_REPORT_SUPPRESSION_H

#include "checker/report/source.h"
#include "maprace/checker/finding.h"
#include <vector>

namespace maprace {

/// Whether a comment silences check \p Check ("maprace-unguarded-access") at \p At.
bool isSuppressed(const SourceRef &At, llvm::StringRef Check, SourceCache &Sources);

/// Removes what is silenced; returns how many findings that were.
unsigned applySuppressions(std::vector<Finding> &Findings, SourceCache &Sources);

/// Whether one of the comma-separated globs of a NOLINT(...) matches. As in clang-tidy,
/// one that begins with '-' is passed over there, and an empty list matches nothing.
bool matchesAnyGlob(llvm::StringRef Globs, llvm::StringRef Name);

} // namespace maprace
#endif
