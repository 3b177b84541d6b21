//===- sarif_findings.h - findings as a SARIF file has them --------*- C++ -*-===//
//
// What `confirm` needs of a static finding: where its sides touch the map, and which map
// that is. The document itself is kept whole, as it is written back with a status on each
// result, also where another tool has added to it.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_SARIF_FINDINGS_H
#define MAPRACE_DRIVER_SARIF_FINDINGS_H

#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include <string>
#include <utility>
#include <vector>

namespace maprace {

/// A line of a file. File as it was given: relative to a source root, or absolute.
struct Place {
  std::string File;
  unsigned Line = 0;
  bool operator==(const Place &) const = default;
};

/// Whether both name one line: one file name ends in the other's path components, as the
/// scan and the debug information may name files from different folders.
bool samePlace(const Place &A, const Place &B);
/// "FILE:LINE"; line 0 when it is no such thing.
Place parsePlace(llvm::StringRef Text);
std::string placeText(const Place &P);

struct SarifFinding {
  std::size_t Run = 0, Result = 0; ///< its place in the document
  std::string Id;                  ///< one word, unique in the file; of the plan
  std::string Rule, Message;
  std::string Map; ///< qualified name; may be empty
  Place MapAt;     ///< declaration; line 0: unknown
  Place At;        ///< where it is reported
  unsigned Column = 0;
  std::vector<Place> Sides; ///< the accesses; never empty
};

struct SarifFile {
  llvm::json::Value Document = nullptr;
  std::vector<SarifFinding> Findings;
};

/// Every error names the file and the reason. Results without a place are left out.
llvm::Expected<SarifFile> readSarif(llvm::StringRef File);

} // namespace maprace
#endif
