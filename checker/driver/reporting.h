//===- reporting.h - from findings to reports and an exit status -------------*- C++ -*-===//
//
// What `scan` and `link` share: NOLINT, the baseline, changed lines, and writing.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_REPORTING_H
#define MAPRACE_DRIVER_REPORTING_H

#include "checker/driver/arguments.h"
#include "checker/driver/changed.h"
#include "checker/report/report.h"
#include "llvm/ADT/StringSet.h"
#include <optional>

namespace maprace {

enum class ColorMode { Auto, Always, Never };

/// Which findings make the exit status 1.
enum class FailOn { Error, Advisory, Never };

class Reporting {
public:
  void addTo(std::vector<Option> &Options);
  /// --fix: only where the facts are as new as the files.
  void addFixTo(std::vector<Option> &Options);
  /// Reads what the options name, before any work is done.
  llvm::Error prepare();
  /// Filters and writes; tells the closing line on stderr. Returns the exit status.
  int finish(std::vector<Finding> Findings, std::vector<UnitOutcome> Outcomes);

private:
  struct Output {
    const ReportFormat *Format;
    std::string File; ///< empty: stdout
  };
  std::vector<Output> Outputs;
  std::string BaselineFile, NewBaselineFile, Revision;
  ColorMode Color = ColorMode::Auto;
  FailOn Failing = FailOn::Error;
  bool Fix = false;
  llvm::StringSet<> Known;
  std::optional<ChangedLines> Changed;

  llvm::Error addOutput(llvm::StringRef Text);
  bool write(const Output &To, const Report &R, SourceCache &Sources) const;
  bool wantsColor() const;
  bool fails(const Finding &F) const;
  bool fix(const std::vector<Finding> &Findings, SourceCache &Sources) const;
};

} // namespace maprace
#endif
