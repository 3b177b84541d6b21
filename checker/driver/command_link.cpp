//===- command_link.cpp - maprace link ---------------------------------------------------===//
#include "checker/driver/analysis_options.h"
#include "checker/driver/commands.h"
#include "checker/driver/diagnose.h"
#include "checker/driver/extraction.h"
#include "checker/driver/facts_file.h"
#include "checker/driver/reporting.h"
#include "maprace/checker/pipeline.h"

namespace maprace {

int runLink(const Command &Self, llvm::ArrayRef<std::string> Args) {
  AnalysisOptions Analysis;
  Reporting Reports;
  std::vector<Option> Options;
  Analysis.addTo(Options);
  Reports.addTo(Options);
  int Status = ExitClean;
  std::optional<Arguments> Parsed = parseCommand(Self, Args, Options, Status);
  if (!Parsed)
    return Status;
  if (Parsed->Positional.empty())
    return usageError(failure("no facts files given; see maprace link --help"));
  llvm::Expected<Settings> S = Analysis.settings();
  if (!S)
    return usageError(S.takeError());
  if (llvm::Error E = Reports.prepare())
    return usageError(std::move(E));
  std::vector<UnitFacts> Units;
  std::vector<UnitOutcome> Outcomes;
  for (const std::string &File : Parsed->Positional) {
    llvm::Expected<std::vector<UnitFacts>> Read = readFactsFile(File);
    if (!Read) {
      // The error names the file already.
      std::string Why = llvm::toString(Read.takeError());
      reportError(Why);
      Outcomes.push_back({File, UnitStatus::Failed, Why});
      continue;
    }
    std::vector<UnitOutcome> Told;
    for (UnitFacts &U : *Read) {
      Told.push_back({U.MainFile, U.State == UnitState::Clean ? UnitStatus::Clean : UnitStatus::Degraded, U.Reason});
      Units.push_back(std::move(U));
    }
    reportOutcomes(Told);
    Outcomes.insert(Outcomes.end(), Told.begin(), Told.end());
  }
  return Reports.finish(analyze(std::move(Units), *S), std::move(Outcomes));
}

} // namespace maprace
