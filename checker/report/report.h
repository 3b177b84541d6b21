//===- report.h - findings as people and tools read them ---------*- C++ -*-===//
//
// The last phase: one writer a format, all fed by the same Report. Writers add nothing
// to a finding. Their output is the same byte for byte for the same Report.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_REPORT_REPORT_H
#define MAPRACE_REPORT_REPORT_H

#include "checker/report/source.h"
#include "maprace/checker/finding.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/raw_ostream.h"
#include <string>
#include <vector>

namespace maprace {

enum class UnitStatus {
  Clean,
  Degraded, ///< parsed with errors; what was understood is analysed
  Failed,   ///< gave no facts
};

/// How one translation unit fared.
struct UnitOutcome {
  std::string File; ///< absolute
  UnitStatus Status = UnitStatus::Clean;
  std::string Reason; ///< why it is not clean
};

/// Everything that a run has to say.
struct Report {
  std::vector<Finding> Findings;  ///< sorted, with fingerprints: see fingerprint.h
  std::vector<UnitOutcome> Units; ///< in the order of the database
  unsigned Suppressed = 0;        ///< findings silenced by comments
  unsigned Known = 0;             ///< findings of the baseline
  unsigned Unchanged = 0;         ///< findings that touch no changed line
  std::string WorkingDir;         ///< absolute; text names files from here
  std::string SourceRoot;         ///< absolute; files for other tools name files from here

  unsigned count(UnitStatus S) const;
};

struct ReportFormat {
  const char *Name;
  const char *Help;
  void (*Write)(llvm::raw_ostream &OS, const Report &R, SourceCache &Sources);
};

llvm::ArrayRef<ReportFormat> reportFormats();
/// Null when there is no such format.
const ReportFormat *findReportFormat(llvm::StringRef Name);

/// "2 findings (2 unguarded-access) in 77 of 77 units, 12 degraded".
std::string summaryLine(const Report &R);

// The writers, each in a file of its name.
void writeText(llvm::raw_ostream &OS, const Report &R, SourceCache &Sources);
void writeJson(llvm::raw_ostream &OS, const Report &R, SourceCache &Sources);
void writeSarif(llvm::raw_ostream &OS, const Report &R, SourceCache &Sources);
void writeHtml(llvm::raw_ostream &OS, const Report &R, SourceCache &Sources);
void writeCodeClimate(llvm::raw_ostream &OS, const Report &R, SourceCache &Sources);
void writeCheckstyle(llvm::raw_ostream &OS, const Report &R, SourceCache &Sources);
void writeGitHub(llvm::raw_ostream &OS, const Report &R, SourceCache &Sources);

} // namespace maprace
#endif
