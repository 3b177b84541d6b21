//===- command_scan.cpp - maprace scan -----------------------------------------------===//
#include "checker/driver/analysis_options.h"
#include "checker/driver/commands.h"
#include "checker/driver/diagnose.h"
#include "checker/driver/extraction.h"
#include "checker/driver/reporting.h"
#include "maprace/checker/pipeline.h"

namespace maprace {

int runScan(const Command &Self, llvm::ArrayRef<std::string> Args) {
  ExtractionOptions Units;
  AnalysisOptions Analysis;
  Reporting Reports;
  std::vector<Option> Options;
  Units.addTo(Options);
  Analysis.addTo(Options);
  Reports.addTo(Options);
  Reports.addFixTo(Options);
  int Status = ExitClean;
  std::optional<Arguments> Parsed = parseCommand(Self, Args, Options, Status);
  if (!Parsed)
    return Status;
  Units.take(*Parsed);
  llvm::Expected<Settings> S = Analysis.settings();
  if (!S)
    return usageError(S.takeError());
  if (llvm::Error E = Reports.prepare())
    return usageError(std::move(E));
  llvm::Expected<Extraction> Facts = extractUnits(Units, *S);
  if (!Facts)
    return usageError(Facts.takeError());
  if (Facts->Signal) {
    reportError("interrupted");
    return 128 + Facts->Signal;
  }
  return Reports.finish(analyze(std::move(Facts->Units), *S), std::move(Facts->Outcomes));
}

} // namespace maprace
