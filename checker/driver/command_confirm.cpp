//===- command_confirm.cpp - maprace confirm -----------------------------------------------===//
//
// Runs a program that is built with the companion containers, lets its threads meet where
// findings say that they may, and tells which findings came true.
//
//===----------------------------------------------------------------------===//
#include "checker/driver/commands.h"
#include "checker/driver/confirmation_report.h"
#include "checker/driver/diagnose.h"
#include "checker/driver/timed_run.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include <cstring>
#include <unistd.h>

extern char **environ;

namespace maprace {

namespace {

struct ConfirmOutput {
  const ConfirmationFormat *Format;
  std::string File; ///< empty: stdout
};

llvm::Error addOutput(std::vector<ConfirmOutput> &To, llvm::StringRef Text) {
  auto [Name, File] = Text.split('=');
  for (const ConfirmationFormat &F : confirmationFormats())
    if (Name == F.Name) {
      if (File.empty() && Name.size() != Text.size())
        return failure("'{0}' names no file", Text);
      To.push_back({&F, File == "-" ? "" : File.str()});
      return llvm::Error::success();
    }
  return failure("unknown format '{0}'; there are text, sarif", Name);
}

llvm::Error writeAll(llvm::StringRef File, llvm::function_ref<void(llvm::raw_ostream &)> Write) {
  std::error_code Error;
  {
    llvm::raw_fd_ostream OS(File.empty() ? "-" : File, Error);
    if (!Error) {
      Write(OS);
      OS.flush();
      Error = OS.error();
      OS.clear_error();
    }
  }
  return Error ? failure("cannot write {0}: {1}", File.empty() ? "standard output" : File, Error.message())
               : llvm::Error::success();
}

/// A value of MAPRACE_OPTIONS.
std::string escaped(llvm::StringRef Value) {
  std::string Out;
  for (char C : Value) {
    if (C == ':')
      Out += '\\';
    Out += C;
  }
  return Out;
}

/// Ours, with these options of the companion.
std::vector<std::string> environmentWith(const std::string &Options) {
  std::vector<std::string> Out;
  for (char **E = environ; *E; ++E)
    if (!llvm::StringRef(*E).starts_with("MAPRACE_OPTIONS="))
      Out.emplace_back(*E);
  Out.push_back("MAPRACE_OPTIONS=" + Options);
  return Out;
}

} // namespace

int runConfirm(const Command &Self, llvm::ArrayRef<std::string> Args) {
  std::string FindingsFile, Extra, LogDir;
  unsigned Runs = 3, Timeout = 0;
  std::vector<ConfirmOutput> Outputs;
  std::vector<Option> Options;
  Options.push_back({"findings", 0, "FILE", "the findings: SARIF that maprace wrote", store(FindingsFile)});
  Options.push_back({"runs", 0, "N", "run the command so often (default: 3)", store(Runs)});
  Options.push_back({"timeout", 0, "SECONDS", "end a run that takes longer (default: none does)", store(Timeout)});
  Options.push_back({"output", 0, "FORMAT[=FILE]", "report to write, repeatable: text, sarif",
                     [&](llvm::StringRef V) { return addOutput(Outputs, V); }});
  Options.push_back({"options", 0, "ROWS", "more rows for MAPRACE_OPTIONS, such as hold=500:lenient=1", store(Extra)});
  Options.push_back({"logs", 0, "DIR", "keep the plan and each run's log in this folder", store(LogDir)});
  int Status = ExitClean;
  std::optional<Arguments> Parsed = parseCommand(Self, Args, Options, Status);
  if (!Parsed)
    return Status;
  if (!Parsed->Positional.empty())
    return usageError(
        failure("'{0}': the command to run goes behind --; see maprace confirm --help", Parsed->Positional.front()));
  if (FindingsFile.empty())
    return usageError(failure("no findings given: --findings FILE; see maprace confirm --help"));
  if (Parsed->AfterDashes.empty())
    return usageError(failure("no command given behind --; see maprace confirm --help"));
  if (!Runs)
    return usageError(failure("option '--runs': at least one run is needed"));
  ConfirmationReport R;
  llvm::Expected<SarifFile> Read = readSarif(FindingsFile);
  if (!Read)
    return usageError(Read.takeError());
  R.File = std::move(*Read);
  R.Command = Parsed->AfterDashes;
  R.Runs = Runs;
  if (Outputs.empty())
    Outputs.push_back({&confirmationFormats().front(), ""});

  llvm::SmallString<128> Folder(LogDir);
  if (std::error_code E = LogDir.empty() ? llvm::sys::fs::createUniqueDirectory("maprace-confirm", Folder)
                                         : llvm::sys::fs::create_directories(Folder))
    return usageError(failure("cannot create {0}: {1}", Folder, E.message()));
  auto Remove = llvm::make_scope_exit([&] {
    if (LogDir.empty())
      (void)llvm::sys::fs::remove_directories(Folder); // what is left lies in the folder for temporary files
  });
  // Programs change their folder.
  if (std::error_code E = llvm::sys::fs::make_absolute(Folder))
    return usageError(failure("cannot find {0}: {1}", Folder, E.message()));
  auto Below = [&](const llvm::Twine &Name) { return (Folder + "/" + Name).str(); };
  std::string Plan = Below("plan");
  if (llvm::Error E = writeAll(Plan, [&](llvm::raw_ostream &OS) { OS << planOf(R.File.Findings); }))
    return usageError(std::move(E));

  RuntimeLog Log;
  bool CommandFailed = false;
  for (unsigned Run = 1; Run <= Runs; ++Run) {
    std::string File = Below("run" + llvm::Twine(Run) + ".jsonl");
    // Of an earlier confirmation; the companion appends.
    if (std::error_code E = llvm::sys::fs::remove(File))
      return usageError(failure("cannot remove {0}: {1}", File, E.message()));
    // The program keeps its exit status. Of three runs or more, the last is not bound to the
    // plan, for races that no finding predicted.
    std::string Rows = llvm::formatv("mode=delay:action=log:quiet=1:exitcode=0:seed={0}:log={1}", Run, escaped(File));
    if (!R.File.Findings.empty() && (Run < 3 || Run < Runs))
      Rows += ":plan=" + escaped(Plan);
    if (!Extra.empty())
      Rows += ":" + Extra;
    RunEnd End = runCommand(R.Command, environmentWith(Rows), Timeout);
    if (End.Error)
      return usageError(failure("cannot run {0}: {1}", R.Command.front(), std::strerror(End.Error)));
    if (End.Interrupted) {
      reportError("interrupted");
      return 128 + End.Interrupted;
    }
    if (End.Status != 0 || End.TimedOut) {
      CommandFailed = true;
      reportNote(llvm::formatv("run {0}: {1} {2}", Run, R.Command.front(), ending(End, Timeout)).str());
    }
    if (llvm::Error E = readRuntimeLog(File, Run, Log))
      return usageError(std::move(E));
  }
  if (Log.Broken)
    reportNote(llvm::formatv("{0} lines of the logs are incomplete and were left out", Log.Broken).str());
  if (!Log.Processes)
    return usageError(
        failure("{0}: no process of it used the companion containers; see docs/runtime.md", R.Command.front()));

  for (const std::string &Module : Log.Mixed)
    reportNote(llvm::formatv("{0} was compiled, in part or wholly, without the flags of maprace flags --cxx: what it "
                             "shares with the rest may be wrong",
                             Module)
                   .str());

  R.Result = confirm(R.File.Findings, Log);
  for (const ConfirmOutput &O : Outputs)
    if (llvm::Error E = writeAll(O.File, [&](llvm::raw_ostream &OS) { O.Format->Write(OS, R); }))
      return usageError(std::move(E));
  llvm::errs() << summaryLine(R) << '\n';
  if (R.Result.count(ConfirmStatus::Confirmed) || !R.Result.Unpredicted.empty())
    return ExitFindings;
  return CommandFailed ? ExitIncomplete : ExitClean;
}

} // namespace maprace
