//===- baseline.h - findings that are known already --------------------*- C++ -*-===//
//
// A JSON file to keep in the repository: the fingerprints of accepted findings, sorted,
// one a line, so that its diffs are read easily. Rule and map are there for people.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_BASELINE_H
#define MAPRACE_DRIVER_BASELINE_H

#include "maprace/checker/finding.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <vector>

namespace maprace {

void writeBaseline(llvm::raw_ostream &OS, const std::vector<Finding> &Findings);

/// The fingerprints of a baseline file.
llvm::Expected<llvm::StringSet<>> readBaseline(llvm::StringRef File);

} // namespace maprace
#endif
