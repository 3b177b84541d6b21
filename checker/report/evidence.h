//===- evidence.h - all that a finding rests on ------------------*- C++ -*-===//
//
// What `maprace explain FINGERPRINT` prints: both sides step by step, the locks, the
// source lines, and the fix.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_REPORT_EVIDENCE_H
#define MAPRACE_REPORT_EVIDENCE_H

#include "checker/report/source.h"
#include "maprace/checker/finding.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace maprace {

/// Files are named from \p WorkingDir.
void writeEvidence(llvm::raw_ostream &OS, const Finding &F, llvm::StringRef WorkingDir, SourceCache &Sources);

/// The findings of a report written by `--output json` or `--output sarif`; relative
/// names in it start at \p SourceRoot. SARIF keeps less: no operations and functions.
llvm::Expected<std::vector<Finding>> readFindings(llvm::StringRef File, llvm::StringRef SourceRoot);

} // namespace maprace
#endif
