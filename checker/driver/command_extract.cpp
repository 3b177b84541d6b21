//===- command_extract.cpp - maprace extract -------------------------------------------===//
#include "checker/driver/analysis_options.h"
#include "checker/driver/commands.h"
#include "checker/driver/diagnose.h"
#include "checker/driver/extraction.h"
#include "checker/driver/facts_file.h"
#include "checker/facts/serial.h"

namespace maprace {

int runExtract(const Command &Self, llvm::ArrayRef<std::string> Args) {
  ExtractionOptions Units;
  AnalysisOptions Analysis;
  std::string File;
  bool Dump = false;
  std::vector<Option> Options;
  Units.addTo(Options);
  Analysis.addTo(Options);
  Options.push_back({"", 'o', "FILE", "write the facts to this file, for maprace link", store(File)});
  Options.push_back({"dump", 0, "", "print the facts as text, one a line", store(Dump)});
  int Status = ExitClean;
  std::optional<Arguments> Parsed = parseCommand(Self, Args, Options, Status);
  if (!Parsed)
    return Status;
  Units.take(*Parsed);
  if (!Dump && File.empty())
    return usageError(failure("nothing to write: give --dump or -o FILE; see maprace extract --help"));
  llvm::Expected<Settings> S = Analysis.settings();
  if (!S)
    return usageError(S.takeError());
  llvm::Expected<Extraction> Facts = extractUnits(Units, *S);
  if (!Facts)
    return usageError(Facts.takeError());
  if (Facts->Signal) {
    reportError("interrupted");
    return 128 + Facts->Signal;
  }
  if (Dump)
    for (const UnitFacts &U : Facts->Units)
      dump(llvm::outs(), U);
  if (!File.empty()) {
    std::error_code Error;
    llvm::raw_fd_ostream OS(File, Error);
    if (!Error) {
      writeFactsFile(OS, Facts->Units);
      OS.close();
      Error = OS.error();
      OS.clear_error();
    }
    if (Error)
      return usageError(failure("cannot write {0}: {1}", File, Error.message()));
  }
  return exitStatus(Facts->Outcomes);
}

} // namespace maprace
