//===- pipeline.h - facts in, findings out -----------------------*- C++ -*-===//
//
//   AST --extract--> UnitFacts --link--> Program --check--> Findings --report-->
//
// Everything behind `extract` is Clang-free and lives in libmaprace-core.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_CHECKER_PIPELINE_H
#define MAPRACE_CHECKER_PIPELINE_H

#include "maprace/checker/facts.h"
#include "maprace/checker/finding.h"
#include "maprace/checker/settings.h"
#include <vector>

namespace maprace {

/// Links the units and runs every enabled rule. The result is sorted, free of
/// duplicates, carries fingerprints, and is the same for any order of Units.
/// NOLINT is not applied here: the faces do it (report/suppression.h).
/// Not thread safe with itself on the same arguments; holds no global state.
std::vector<Finding> analyze(std::vector<UnitFacts> Units, const Settings &S);

} // namespace maprace
#endif
