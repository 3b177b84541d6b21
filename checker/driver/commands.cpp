//===- commands.cpp ------------------------------------------------------------------------===//
#include "checker/driver/commands.h"
#include "checker/driver/diagnose.h"
#include "checker/driver/worker.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/StringSaver.h"

namespace maprace {

static const Command Commands[] = {
    {"scan", "[-p BUILD_DIR] [FILE...] [-- COMPILE_ARGS]", "find races on maps in a code base", runScan},
    {"extract", "[-p BUILD_DIR] [FILE...] (--dump | -o FILE) [-- COMPILE_ARGS]",
     "write the facts of units, to be linked later", runExtract},
    {"link", "FACTS...", "find races in facts that extract wrote", runLink},
    {"explain", "RULE | FINGERPRINT (--from REPORT | [-p BUILD_DIR] [FILE...] [-- COMPILE_ARGS])",
     "what a rule reports and what to do about it, or all the evidence of a finding", runExplain},
    {"rules", "", "list the rules", runRules},
    {"confirm", "--findings FILE [--runs N] [--output FORMAT[=FILE]] -- COMMAND [ARG...]",
     "run a program to confirm findings", runConfirm},
    {"flags", "(--cxx [--probes] | --link)...", "compiler flags that make std::map and its kin the checked containers",
     runFlags},
    {"audit", "-p PID [--seconds N] [--every N]", "watch the maps of a running program", runAudit},
    {"annotate", "[-p BUILD_DIR] [FILE...] [-- COMPILE_ARGS]",
     "infer which lock guards which map, and write that down for Clang's -Wthread-safety", runAnnotate},
};

llvm::ArrayRef<Command> commandTable() { return Commands; }

static void printHelp(llvm::raw_ostream &OS) {
  OS << "maprace finds std::unordered_map and other maps that several threads touch without a common guard.\n\n"
        "usage: maprace COMMAND [OPTIONS]\n\n";
  for (const Command &C : Commands)
    OS << llvm::format("  %-10s", C.Name) << C.Summary << '\n';
  OS << "\nmaprace COMMAND --help lists a command's options; maprace --version tells the version.\n\n"
        "exit status: 0 nothing found, 1 findings, 2 wrong usage or nothing scanned, 3 some units failed\n";
}

static int runCommand(llvm::ArrayRef<std::string> Args) {
  if (Args.empty()) {
    reportError("no command given; see maprace --help");
    return ExitUsage;
  }
  const std::string &Name = Args.front();
  if (Name == "--help" || Name == "-h" || Name == "help") {
    printHelp(llvm::outs());
    return ExitClean;
  }
  if (Name == "--version") {
    llvm::outs() << "maprace " MAPRACE_VERSION " (Clang " LLVM_VERSION_STRING ")\n";
    return ExitClean;
  }
  const Command *C = llvm::find_if(Commands, [&](const Command &X) { return Name == X.Name; });
  if (C == std::end(Commands)) {
    std::vector<std::string> Known;
    for (const Command &X : Commands)
      Known.push_back(X.Name);
    std::string Near = nearest(Name, Known);
    const char *What = llvm::StringRef(Name).starts_with("-") ? "option" : "command";
    reportError(llvm::formatv("unknown {0} '{1}'{2}; see maprace --help", What, Name,
                              Near.empty() ? "" : ", did you mean '" + Near + "'?")
                    .str());
    return ExitUsage;
  }
  return C->Run(*C, Args.drop_front());
}

std::optional<Arguments> parseCommand(const Command &Self, llvm::ArrayRef<std::string> Args,
                                      std::vector<Option> Options, int &Status) {
  bool Help = false;
  Options.push_back({"help", 'h', "", "this text", store(Help)});
  llvm::Expected<Arguments> Parsed = parseArguments(Args, Options);
  if (Help) {
    llvm::consumeError(Parsed.takeError());
    llvm::outs() << "usage: maprace " << Self.Name << ' ' << Self.Usage << "\n\n" << Self.Summary << "\n\noptions:\n";
    printOptions(llvm::outs(), Options);
    Status = ExitClean;
    return std::nullopt;
  }
  if (!Parsed) {
    reportError(llvm::toString(Parsed.takeError()) + "; see maprace " + Self.Name + " --help");
    Status = ExitUsage;
    return std::nullopt;
  }
  return std::move(*Parsed);
}

int runCommandLine(std::vector<std::string> Args) {
  if (!Args.empty() && Args.front() == WorkerFlag)
    return runWorker();
  // @FILE stands for the words in FILE.
  llvm::BumpPtrAllocator Allocator;
  llvm::StringSaver Saver(Allocator);
  llvm::SmallVector<const char *, 32> Words;
  for (const std::string &A : Args)
    Words.push_back(A.c_str());
  llvm::cl::ExpandResponseFiles(Saver, llvm::cl::TokenizeGNUCommandLine, Words);
  return runCommand(std::vector<std::string>(Words.begin(), Words.end()));
}

} // namespace maprace
