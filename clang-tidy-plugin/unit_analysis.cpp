//===- unit_analysis.cpp ----------------------------------------------------===//
#include "clang-tidy-plugin/unit_analysis.h"
#include "checker/extract/extract.h"
#include "maprace/checker/pipeline.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallString.h"
#include <utility>

using namespace clang;

namespace maprace::tidy {

static std::string mainFile(const SourceManager &SM) {
  OptionalFileEntryRef File = SM.getFileEntryRefForID(SM.getMainFileID());
  if (!File)
    return "";
  if (llvm::StringRef Real = File->getFileEntry().tryGetRealPathName(); !Real.empty())
    return Real.str();
  llvm::SmallString<256> Path = File->getName();
  SM.getFileManager().makeAbsolutePath(Path);
  return Path.str().str();
}

/// The unit with its headers: clangd lets visitors see the main file's declarations only.
static UnitFacts extractAll(ASTContext &Context, const Settings &S) {
  std::vector<Decl *> Scope = Context.getTraversalScope();
  Decl *All = Context.getTranslationUnitDecl();
  if (Scope.size() == 1 && Scope.front() == All)
    return extractFacts(Context, S);
  Context.setTraversalScope({All});
  UnitFacts Facts = extractFacts(Context, S);
  Context.setTraversalScope(Scope); // what the other checks expect
  return Facts;
}

std::vector<Finding> analyzeUnit(ASTContext &Context, const Settings &S) {
  UnitFacts Facts = extractAll(Context, S);
  Facts.MainFile = mainFile(Context.getSourceManager());
  if (Context.getDiagnostics().hasUncompilableErrorOccurred())
    Facts.State = UnitState::Degraded;
  std::vector<UnitFacts> Units;
  Units.push_back(std::move(Facts));
  return analyze(std::move(Units), S);
}

static bool sameOptions(const Settings &A, const Settings &B) {
#define MAPRACE_OPTION_BOOL(NAME, FLAG, DEFAULT, HELP)                                                                 \
  if (A.NAME != B.NAME)                                                                                                \
    return false;
#define MAPRACE_OPTION_STRING(NAME, FLAG, DEFAULT, HELP) MAPRACE_OPTION_BOOL(NAME, FLAG, DEFAULT, HELP)
#define MAPRACE_OPTION_UNSIGNED(NAME, FLAG, DEFAULT, HELP) MAPRACE_OPTION_BOOL(NAME, FLAG, DEFAULT, HELP)
#include "checker/options.def"
  return true;
}

void UnitAnalysis::enable(llvm::StringRef CheckName) {
  if (Started) { // the checks of the unit before have been kept alive
    Started = Claimed = false;
    Enabled.clear();
  }
  Enabled.push_back(CheckName.str());
}

bool UnitAnalysis::claimMatcher() { return !std::exchange(Claimed, true); }

void UnitAnalysis::startUnit() {
  Started = true;
  Ast = nullptr;
  Results.clear();
}

const std::vector<Finding> &UnitAnalysis::findings(Settings S) {
  for (const std::unique_ptr<Result> &R : Results)
    if (sameOptions(R->From, S))
      return R->Findings;
  // clang-tidy has already applied the user's globs: what was made is what is on,
  // also a rule that is off by default.
  S.Rules = Enabled;
  auto R = std::make_unique<Result>();
  R->Findings = Analyze(*Ast, S);
  R->From = std::move(S);
  Results.push_back(std::move(R));
  return Results.back()->Findings;
}

std::shared_ptr<UnitAnalysis> UnitAnalyses::of(const clang::tidy::ClangTidyContext *Context) {
  std::lock_guard<std::mutex> Lock(Mu);
  if (std::shared_ptr<UnitAnalysis> Known = Live.lookup(Context).lock())
    return Known;
  // Contexts come and go as files are edited: drop what no check holds any more.
  llvm::SmallVector<const clang::tidy::ClangTidyContext *, 4> Dead;
  for (const auto &Entry : Live)
    if (Entry.second.expired())
      Dead.push_back(Entry.first);
  for (const auto *Old : Dead)
    Live.erase(Old);
  auto New = std::make_shared<UnitAnalysis>(Analyze);
  Live[Context] = New;
  return New;
}

} // namespace maprace::tidy
