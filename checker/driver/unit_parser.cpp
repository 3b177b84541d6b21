//===- unit_parser.cpp ----------------------------------------------------------------===//
#include "checker/driver/unit_parser.h"
#include "checker/driver/caching_fs.h"
#include "checker/driver/command_line.h"
#include "checker/extract/extract.h"
#include "checker/extract/llvm_compat.h"
#include "checker/report/paths.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Serialization/PCHContainerOperations.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/FileSystem.h"

namespace maprace {

namespace {

/// Keeps the first error, wherever it comes from.
class FirstError : public clang::DiagnosticConsumer {
public:
  explicit FirstError(llvm::StringRef DisplayDir) : DisplayDir(DisplayDir) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level, const clang::Diagnostic &Info) override {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
    if (Level < clang::DiagnosticsEngine::Error || !Text.empty())
      return;
    llvm::SmallString<128> Message;
    Info.FormatDiagnostic(Message);
    if (Info.hasSourceManager() && Info.getLocation().isValid()) {
      const clang::SourceManager &SM = Info.getSourceManager();
      clang::PresumedLoc At = SM.getPresumedLoc(Info.getLocation());
      if (At.isValid())
        Text = relativePath(At.getFilename(), DisplayDir) + ':' + std::to_string(At.getLine()) + ':' +
               std::to_string(At.getColumn()) + ": ";
    }
    Text += Message;
    // A message about a template can hold a whole type; a reason is one line.
    std::replace(Text.begin(), Text.end(), '\n', ' ');
  }

  std::string take() {
    NumErrors = NumWarnings = 0;
    return std::exchange(Text, {});
  }
  bool any() const { return !Text.empty(); }
  const std::string &text() const { return Text; }

private:
  llvm::StringRef DisplayDir;
  std::string Text;
};

class ExtractAction : public clang::ASTFrontendAction {
public:
  ExtractAction(UnitFacts &Out, const Settings &S, bool &Began) : Out(Out), S(S), Began(Began) {}

private:
  UnitFacts &Out;
  const Settings &S;
  bool &Began;

  bool BeginSourceFileAction(clang::CompilerInstance &Compiler) override {
    Began = true;
    // Behind a missing header Clang would no longer instantiate templates; the rest of
    // the unit still tells something.
    Compiler.getDiagnostics().setFatalsAsError(true);
    return true;
  }
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &, llvm::StringRef) override {
    return makeFactsConsumer(Out, S);
  }
};

/// Only its runInvocation() is used; it hides how each LLVM sets up a CompilerInstance.
class ExtractRunner : public clang::tooling::FrontendActionFactory {
public:
  ExtractRunner(UnitFacts &Out, const Settings &S, bool &Began) : Out(Out), S(S), Began(Began) {}
  std::unique_ptr<clang::FrontendAction> create() override { return std::make_unique<ExtractAction>(Out, S, Began); }

private:
  UnitFacts &Out;
  const Settings &S;
  bool &Began;
};

/// No work whose result nobody reads.
void strip(clang::CompilerInvocation &Invocation) {
  clang::FrontendOptions &Frontend = Invocation.getFrontendOpts();
  Frontend.ProgramAction = clang::frontend::ParseSyntaxOnly;
  Frontend.SkipFunctionBodies = true; // of system headers; the consumer decides
  Frontend.DisableFree = false;       // the worker lives on
  Invocation.getLangOpts().SpellChecking = false;
  Invocation.getDependencyOutputOpts() = clang::DependencyOutputOptions();
  clang::DiagnosticOptions &Diagnostics = Invocation.getDiagnosticOpts();
  Diagnostics.IgnoreWarnings = true;
  Diagnostics.ErrorLimit = 0;
  Diagnostics.VerifyDiagnostics = false;
  Diagnostics.DiagnosticSerializationFile.clear();
}

} // namespace

struct UnitParser::Impl {
  Settings S;
  std::string ResourceDir, DisplayDir;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS = makeCachingFileSystem();
  std::string Directory;
  llvm::IntrusiveRefCntPtr<clang::FileManager> Files; ///< of the units that share a directory
  std::shared_ptr<clang::PCHContainerOperations> PCH = std::make_shared<clang::PCHContainerOperations>();

  bool enter(const std::string &Dir) {
    if (Dir == Directory)
      return true;
    // Relative names in the FileManager mean something else in another directory. Clang's
    // driver asks the process's own directory in places.
    Directory.clear();
    if (llvm::sys::fs::set_current_path(Dir) || FS->setCurrentWorkingDirectory(Dir))
      return false;
    Files = llvm::makeIntrusiveRefCnt<clang::FileManager>(clang::FileSystemOptions(), FS);
    Directory = Dir;
    return true;
  }

  std::shared_ptr<clang::CompilerInvocation> invocation(const std::vector<std::string> &Args,
                                                        clang::DiagnosticConsumer &Consumer) {
    std::vector<const char *> Words{Args.front().c_str()};
    std::string Resource = "-resource-dir=" + ResourceDir;
    if (!ResourceDir.empty())
      Words.push_back(Resource.c_str());
    Words.push_back("-Qunused-arguments");
    Words.push_back("-w");
    for (std::size_t I = 1; I < Args.size(); ++I)
      Words.push_back(Args[I].c_str());
    clang::CreateInvocationOptions Options;
    Options.VFS = FS;
    Options.RecoverOnError = true;
    Options.Diags = compat::makeDiagnostics(*FS, Consumer);
    return clang::createInvocation(Words, std::move(Options));
  }
};

UnitParser::UnitParser(Settings S, std::string ResourceDir, std::string DisplayDir) : I(std::make_unique<Impl>()) {
  I->S = std::move(S);
  I->ResourceDir = std::move(ResourceDir);
  I->DisplayDir = std::move(DisplayDir);
}

UnitParser::~UnitParser() = default;

ParsedUnit UnitParser::parse(const CompileJob &Job) {
  ParsedUnit Out;
  if (!I->enter(Job.Directory)) {
    Out.Reason = "no such directory: " + Job.Directory;
    return Out;
  }
  std::vector<std::string> Args = Job.Args;
  FirstError Errors(I->DisplayDir);
  // A complaint about the command line names the flag: go on without it.
  auto DropCulprit = [&] {
    std::optional<std::size_t> Culprit = findCulprit(Args, Errors.text());
    if (!Culprit)
      return false;
    Out.Dropped.push_back(Args[*Culprit]);
    Args.erase(Args.begin() + static_cast<std::ptrdiff_t>(*Culprit));
    Errors.take();
    return true;
  };
  while (true) {
    std::shared_ptr<clang::CompilerInvocation> Invocation = I->invocation(Args, Errors);
    if (Errors.any() && DropCulprit())
      continue;
    if (!Invocation) {
      Out.Reason = Errors.any() ? Errors.take() : "Clang makes no sense of its compile command";
      return Out;
    }
    Errors.take();
    strip(*Invocation);
    UnitFacts Facts;
    bool Began = false;
    ExtractRunner(Facts, I->S, Began).runInvocation(Invocation, I->Files.get(), I->PCH, &Errors);
    if (!Began && Errors.any() && DropCulprit())
      continue; // the target refused it
    std::string Error = Errors.take();
    if (!Began || (!Error.empty() && Facts.Functions.empty())) {
      Out.Reason = Error.empty() ? "the front end gave up on it" : "does not parse: " + Error;
      return Out;
    }
    Facts.MainFile = Job.File;
    Facts.State = Error.empty() ? UnitState::Clean : UnitState::Degraded;
    Facts.Reason = Error;
    Out.Facts = std::move(Facts);
    return Out;
  }
}

} // namespace maprace
