//===- fingerprint.h - order and identity of findings ------------*- C++ -*-===//
//
// A fingerprint names a finding across edits: the same race keeps its 32 digits when
// lines above it move, when the build directory or the order of units changes, and
// when a message is reworded. So it holds no line number, no folder and no text for
// people, but
//   the rule, the map, and for each side, in sorted order: the function, the operation
//   and the text of the accessing line without blanks.
// Findings that agree in all of these are numbered in the order of their places.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_REPORT_FINGERPRINT_H
#define MAPRACE_REPORT_FINGERPRINT_H

#include "checker/report/source.h"
#include "maprace/checker/finding.h"
#include <vector>

namespace maprace {

/// Sorts by file, line, column, rule and map, drops exact duplicates, and sets
/// Finding::Fingerprint. The result is the same for every order of the input.
void finishFindings(std::vector<Finding> &Findings);
/// The same, with the sources of \p Sources.
void finishFindings(std::vector<Finding> &Findings, SourceCache &Sources);

} // namespace maprace
#endif
