//===- reporting.cpp --------------------------------------------------------------------------===//
#include "checker/driver/reporting.h"
#include "checker/driver/baseline.h"
#include "checker/driver/diagnose.h"
#include "checker/driver/extraction.h"
#include "checker/driver/fixing.h"
#include "checker/report/paths.h"
#include "checker/report/suppression.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Process.h"
#include <cstdlib>

namespace maprace {

/// Writes a file and tells what went wrong, naming it.
static bool writeFile(llvm::StringRef File, llvm::function_ref<void(llvm::raw_ostream &)> Write) {
  std::error_code Error;
  {
    llvm::raw_fd_ostream OS(File, Error);
    if (!Error) {
      OS.enable_colors(false);
      Write(OS);
      OS.close();
      Error = OS.error();
      OS.clear_error();
    }
  }
  if (Error)
    reportError(llvm::formatv("cannot write {0}: {1}", File, Error.message()).str());
  return !Error;
}

void Reporting::addTo(std::vector<Option> &Options) {
  std::vector<std::string> Names;
  for (const ReportFormat &F : reportFormats())
    Names.push_back(F.Name);
  Options.push_back({"output", 0, "FORMAT[=FILE]", "report to write, repeatable: " + llvm::join(Names, ", "),
                     [this](llvm::StringRef V) { return addOutput(V); }});
  Options.push_back({"baseline", 0, "FILE", "leave out the findings of this baseline", store(BaselineFile)});
  Options.push_back({"write-baseline", 0, "FILE", "write a baseline of all findings", store(NewBaselineFile)});
  Options.push_back(
      {"changed-since", 0, "REV", "only findings that touch lines changed since a git revision", store(Revision)});
  Options.push_back({"fail-on", 0, "error|advisory|never",
                     "findings that make the exit status 1 (default: error, so that advice never does)",
                     [this](llvm::StringRef V) -> llvm::Error {
                       if (V == "error")
                         Failing = FailOn::Error;
                       else if (V == "advisory")
                         Failing = FailOn::Advisory;
                       else if (V == "never")
                         Failing = FailOn::Never;
                       else
                         return failure("'{0}' is none of error, advisory, never", V);
                       return llvm::Error::success();
                     }});
  Options.push_back({"color", 0, "auto|always|never", "colours in text (default: auto; NO_COLOR is honoured)",
                     [this](llvm::StringRef V) -> llvm::Error {
                       if (V == "auto")
                         Color = ColorMode::Auto;
                       else if (V == "always")
                         Color = ColorMode::Always;
                       else if (V == "never")
                         Color = ColorMode::Never;
                       else
                         return failure("'{0}' is none of auto, always, never", V);
                       return llvm::Error::success();
                     }});
}

void Reporting::addFixTo(std::vector<Option> &Options) {
  Options.push_back({"fix", 0, "", "apply the fixes of the reported findings to the files", store(Fix)});
}

bool Reporting::fails(const Finding &F) const {
  switch (Failing) {
  case FailOn::Error: return ruleInfo(F.Rule).Default == Level::Error;
  case FailOn::Advisory: return true;
  case FailOn::Never: return false;
  }
  return true;
}

bool Reporting::fix(const std::vector<Finding> &Findings, SourceCache &Sources) const {
  std::vector<Change> Changes;
  for (const Finding &F : Findings)
    Changes.push_back(F.Fixes);
  FixOutcome Done = applyChanges(Changes, Sources);
  std::string Left = Done.Left ? llvm::formatv("; {0} more overlap with these: run again", Done.Left).str() : "";
  reportNote(llvm::formatv("fixed {0} of {1} findings in {2} {3}{4}", Done.Made, Findings.size(), Done.Files,
                           Done.Files == 1 ? "file" : "files", Left)
                 .str());
  return Done.Written;
}

llvm::Error Reporting::addOutput(llvm::StringRef Text) {
  auto [Name, File] = Text.split('=');
  const ReportFormat *Format = findReportFormat(Name);
  if (!Format) {
    std::vector<std::string> Names;
    for (const ReportFormat &F : reportFormats())
      Names.push_back(F.Name);
    return failure("unknown format '{0}'; there are {1}", Name, llvm::join(Names, ", "));
  }
  if (File.empty() && Name.size() != Text.size())
    return failure("'{0}' names no file", Text);
  if (llvm::any_of(Outputs, [&](const Output &O) { return O.File == (File == "-" ? "" : File); }))
    return failure("two reports to {0}", File.empty() || File == "-" ? "standard output" : File);
  Outputs.push_back({Format, File == "-" ? "" : File.str()});
  return llvm::Error::success();
}

llvm::Error Reporting::prepare() {
  if (Outputs.empty())
    Outputs.push_back({findReportFormat("text"), ""});
  if (!BaselineFile.empty()) {
    auto Read = readBaseline(BaselineFile);
    if (!Read)
      return Read.takeError();
    Known = std::move(*Read);
  }
  if (!Revision.empty()) {
    auto Lines = ChangedLines::since(Revision, absolutePath("."));
    if (!Lines)
      return Lines.takeError();
    Changed = std::move(*Lines);
  }
  return llvm::Error::success();
}

bool Reporting::wantsColor() const {
  if (Color != ColorMode::Auto)
    return Color == ColorMode::Always;
  const char *NoColor = std::getenv("NO_COLOR"), *Terminal = std::getenv("TERM");
  return !(NoColor && *NoColor) && Terminal && llvm::StringRef(Terminal) != "dumb" &&
         llvm::sys::Process::StandardOutIsDisplayed();
}

bool Reporting::write(const Output &To, const Report &R, SourceCache &Sources) const {
  if (!To.File.empty())
    return writeFile(To.File, [&](llvm::raw_ostream &OS) { To.Format->Write(OS, R, Sources); });
  llvm::raw_fd_ostream &Out = llvm::outs();
  Out.enable_colors(wantsColor());
  To.Format->Write(Out, R, Sources);
  Out.flush();
  std::error_code Error = Out.error();
  Out.clear_error();
  if (Error)
    reportError("cannot write standard output: " + Error.message());
  return !Error;
}

int Reporting::finish(std::vector<Finding> Findings, std::vector<UnitOutcome> Outcomes) {
  SourceCache Sources;
  Report R;
  R.Findings = std::move(Findings);
  R.Units = std::move(Outcomes);
  R.WorkingDir = absolutePath(".");
  R.SourceRoot = findSourceRoot(R.WorkingDir);
  R.Suppressed = applySuppressions(R.Findings, Sources);
  bool Written = true;
  if (!NewBaselineFile.empty())
    Written &= writeFile(NewBaselineFile, [&](llvm::raw_ostream &OS) { writeBaseline(OS, R.Findings); });
  R.Known = std::erase_if(R.Findings, [&](const Finding &F) { return Known.contains(F.Fingerprint); });
  if (Changed)
    R.Unchanged = std::erase_if(R.Findings, [&](const Finding &F) { return !Changed->touches(F); });
  for (const Output &O : Outputs)
    Written &= write(O, R, Sources);
  llvm::errs() << summaryLine(R) << '\n';
  if (Fix)
    Written &= fix(R.Findings, Sources);
  if (!Written)
    return ExitUsage;
  if (int Status = exitStatus(R.Units))
    return Status;
  return llvm::any_of(R.Findings, [&](const Finding &F) { return fails(F); }) ? ExitFindings : ExitClean;
}

} // namespace maprace
