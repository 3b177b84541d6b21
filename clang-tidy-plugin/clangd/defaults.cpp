//===- defaults.cpp - our checks are on and fast in clangd ------------------===//
//
// Functions of clangd are wrapped by the linker (--wrap): references to F in
// clangd's archives reach __wrap_F here, and __real_F is clangd's own. What differs
// from the stock clangd is exactly this file:
//   isFastTidyCheck       maprace's checks count as fast: clangd leaves out any
//                         check that is not in its own compiled list
//   combine               the chain of clang-tidy configurations gets one more link:
//                         maprace's default rules are on unless the user says otherwise
//   PrecompiledPreamble   inline functions of the user's headers keep their bodies:
//                         a lock taken in one is otherwise invisible
//
//===----------------------------------------------------------------------===//
#include "clang-tidy/ClangTidyOptions.h"
#include "maprace/checker/finding.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclBase.h"
#include "clang/AST/DeclGroup.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/PrecompiledPreamble.h"
#include "llvm/ADT/FunctionExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <optional>
#include <string>
#include <tuple>
#include <vector>

using namespace clang;

// --- which checks run ----------------------------------------------------------

/// clangd/TidyProvider.h, which LLVM does not install.
using TidyProvider = llvm::unique_function<void(tidy::ClangTidyOptions &, llvm::StringRef) const>;

std::optional<bool> realIsFastTidyCheck(llvm::StringRef) __asm__("__real_" MAPRACE_WRAP_IS_FAST);
std::optional<bool> isFastTidyCheck(llvm::StringRef) __asm__("__wrap_" MAPRACE_WRAP_IS_FAST);
std::optional<bool> isFastTidyCheck(llvm::StringRef Check) {
  if (Check.starts_with("maprace-"))
    return true;
  return realIsFastTidyCheck(Check);
}

/// ",maprace-a,maprace-b": the rules that are on by default in every face.
static const std::string &defaultRules() {
  static const std::string Names = [] {
    std::string Result;
    for (const maprace::RuleInfo &R : maprace::ruleTable())
      if (R.Default == maprace::Level::Error)
        Result += "," + maprace::checkName(R.Id);
    return Result;
  }();
  return Names;
}

/// Whether a list of checks leaves room for our default. "-*,bugprone-*" only drops
/// clang-tidy's own default; "-*" alone switches all checks off; one that names maprace
/// says what it wants of ours.
static bool speaksOfOthersOnly(llvm::StringRef Checks) {
  if (Checks.contains("maprace"))
    return false;
  bool AnyOn = false;
  for (llvm::StringRef Glob : llvm::split(Checks, ',')) {
    Glob = Glob.trim();
    if (Glob == "-*")
      AnyOn = false;
    else if (!Glob.empty() && !Glob.starts_with("-"))
      AnyOn = true;
  }
  return AnyOn;
}

TidyProvider realCombine(std::vector<TidyProvider>) __asm__("__real_" MAPRACE_WRAP_COMBINE);
TidyProvider combine(std::vector<TidyProvider>) __asm__("__wrap_" MAPRACE_WRAP_COMBINE);
TidyProvider combine(std::vector<TidyProvider> Providers) {
  // Last: `.clang-tidy`, `.clangd` and clangd's own defaults have been applied.
  Providers.push_back([](tidy::ClangTidyOptions &Opts, llvm::StringRef) {
    if (Opts.Checks && speaksOfOthersOnly(*Opts.Checks))
      *Opts.Checks += defaultRules();
  });
  return realCombine(std::move(Providers));
}

// --- what the headers' functions contain -----------------------------------------

namespace {

/// clangd's own callbacks, but for one answer.
class KeepUserBodies : public PreambleCallbacks {
public:
  explicit KeepUserBodies(PreambleCallbacks &Stock) : Stock(Stock) {}

  void BeforeExecute(CompilerInstance &CI) override { Stock.BeforeExecute(CI); }
  void AfterExecute(CompilerInstance &CI) override { Stock.AfterExecute(CI); }
  void AfterPCHEmitted(ASTWriter &Writer) override { Stock.AfterPCHEmitted(Writer); }
  void HandleTopLevelDecl(DeclGroupRef Group) override { Stock.HandleTopLevelDecl(Group); }
  std::unique_ptr<PPCallbacks> createPPCallbacks() override { return Stock.createPPCallbacks(); }
  CommentHandler *getCommentHandler() override { return Stock.getCommentHandler(); }

  bool shouldSkipFunctionBody(Decl *D) override {
    const SourceManager &SM = D->getASTContext().getSourceManager();
    if (!SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation())))
      return false;
    return Stock.shouldSkipFunctionBody(D);
  }

private:
  PreambleCallbacks &Stock;
};

template <class Function> struct Parameters;
template <class Result, class... Params> struct Parameters<Result(Params...)> {
  using Types = std::tuple<Params...>;
};
/// The parameter whose type differs between LLVM releases.
using PreambleDiagnostics = std::tuple_element_t<3, Parameters<decltype(PrecompiledPreamble::Build)>::Types>;
using PreambleResult = llvm::ErrorOr<PrecompiledPreamble>;

} // namespace

PreambleResult realBuildPreamble(const CompilerInvocation &, const llvm::MemoryBuffer *, PreambleBounds,
                                 PreambleDiagnostics, IntrusiveRefCntPtr<llvm::vfs::FileSystem>,
                                 std::shared_ptr<PCHContainerOperations>, bool, llvm::StringRef,
                                 PreambleCallbacks &) __asm__("__real_" MAPRACE_WRAP_PREAMBLE);
PreambleResult buildPreamble(const CompilerInvocation &, const llvm::MemoryBuffer *, PreambleBounds,
                             PreambleDiagnostics, IntrusiveRefCntPtr<llvm::vfs::FileSystem>,
                             std::shared_ptr<PCHContainerOperations>, bool, llvm::StringRef,
                             PreambleCallbacks &) __asm__("__wrap_" MAPRACE_WRAP_PREAMBLE);
PreambleResult buildPreamble(const CompilerInvocation &Invocation, const llvm::MemoryBuffer *MainFile,
                             PreambleBounds Bounds, PreambleDiagnostics Diagnostics,
                             IntrusiveRefCntPtr<llvm::vfs::FileSystem> VFS, std::shared_ptr<PCHContainerOperations> PCH,
                             bool StoreInMemory, llvm::StringRef StoragePath, PreambleCallbacks &Stock) {
  KeepUserBodies Callbacks(Stock);
  return realBuildPreamble(Invocation, MainFile, Bounds, std::forward<PreambleDiagnostics>(Diagnostics), std::move(VFS),
                           std::move(PCH), StoreInMemory, StoragePath, Callbacks);
}
