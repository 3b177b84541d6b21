//===- check.cpp ------------------------------------------------------------===//
#include "clang-tidy-plugin/check.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace maprace::tidy {
/// A boolean option. clang-tidy's own reader of bool is a template specialised in its
/// program, and GCC gives it another symbol than Clang, which compiled that program.
enum class Flag { No, Yes };
} // namespace maprace::tidy

template <> struct clang::tidy::OptionEnumMapping<maprace::tidy::Flag> {
  static ArrayRef<std::pair<maprace::tidy::Flag, StringRef>> getEnumMapping() {
    using maprace::tidy::Flag;
    // The first spelling of each is the one that --dump-config writes.
    static constexpr std::pair<Flag, StringRef> Spellings[] = {
        {Flag::Yes, "true"}, {Flag::No, "false"}, {Flag::Yes, "1"},  {Flag::No, "0"},
        {Flag::Yes, "yes"},  {Flag::No, "no"},    {Flag::Yes, "on"}, {Flag::No, "off"}};
    return Spellings;
  }
};

namespace maprace::tidy {
namespace {

Flag flag(bool On) { return On ? Flag::Yes : Flag::No; }

/// Matches the first declaration visited and then nothing: a way to the AST. Any
/// declaration serves, because matching begins when parsing has ended; clangd visits
/// those of the main file, and never the translation unit itself.
class FirstDecl : public ast_matchers::internal::MatcherInterface<Decl> {
public:
  explicit FirstDecl(const UnitAnalysis &Unit) : Unit(Unit) {}
  bool matches(const Decl &, ast_matchers::internal::ASTMatchFinder *,
               ast_matchers::internal::BoundNodesTreeBuilder *) const override {
    return !Unit.ast();
  }

private:
  const UnitAnalysis &Unit;
};

SourceLocation locate(SourceManager &SM, const SourceRef &At, bool Load) {
  if (At.Line == 0 || At.File.empty())
    return {};
  OptionalFileEntryRef File = SM.getFileManager().getOptionalFileRef(At.File);
  if (!File)
    return {};
  FileID Id = SM.translateFile(*File);
  if (Id.isInvalid() && Load)
    Id = SM.getOrCreateFileID(*File, SrcMgr::C_User);
  return Id.isValid() ? SM.translateLineCol(Id, At.Line, At.Col) : SourceLocation();
}

} // namespace

RuleCheck::RuleCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context, RuleId Rule,
                     std::shared_ptr<UnitAnalysis> Unit)
    : ClangTidyCheck(Name, Context), Rule(Rule), Unit(std::move(Unit)) {
#define MAPRACE_OPTION_BOOL(NAME, FLAG, DEFAULT, HELP)                                                                 \
  Chosen.NAME = Options.getLocalOrGlobal(#NAME, flag(Chosen.NAME)) == Flag::Yes;
#define MAPRACE_OPTION_STRING(NAME, FLAG, DEFAULT, HELP)                                                               \
  Chosen.NAME = Options.getLocalOrGlobal(#NAME, llvm::StringRef(Chosen.NAME)).str();
#define MAPRACE_OPTION_UNSIGNED(NAME, FLAG, DEFAULT, HELP) Chosen.NAME = Options.getLocalOrGlobal(#NAME, Chosen.NAME);
#include "checker/options.def"
}

void RuleCheck::storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) {
#define MAPRACE_OPTION_BOOL(NAME, FLAG, DEFAULT, HELP) Options.store(Opts, #NAME, flag(Chosen.NAME));
#define MAPRACE_OPTION_STRING(NAME, FLAG, DEFAULT, HELP) Options.store(Opts, #NAME, llvm::StringRef(Chosen.NAME));
#define MAPRACE_OPTION_UNSIGNED(NAME, FLAG, DEFAULT, HELP) Options.store(Opts, #NAME, Chosen.NAME);
#include "checker/options.def"
}

void RuleCheck::registerMatchers(ast_matchers::MatchFinder *Finder) {
  // Tried for every declaration there is, so one for all of our checks must do.
  if (Unit->claimMatcher())
    Finder->addMatcher(ast_matchers::DeclarationMatcher(new FirstDecl(*Unit)), this);
  // A check without a matcher is not told where a unit starts and ends.
  Finder->addMatcher(ast_matchers::translationUnitDecl(), this);
}

void RuleCheck::check(const ast_matchers::MatchFinder::MatchResult &Result) { Unit->setAst(*Result.Context); }

void RuleCheck::onStartOfTranslationUnit() { Unit->startUnit(); }

void RuleCheck::onEndOfTranslationUnit() {
  ASTContext *Ast = Unit->ast();
  if (!Ast)
    return;
  for (const Finding &F : Unit->findings(Chosen))
    if (F.Rule == Rule)
      report(F, Ast->getSourceManager());
}

void RuleCheck::report(const Finding &F, SourceManager &SM) {
  // A finding whose place is in another unit is that unit's to report.
  SourceLocation At = locate(SM, F.At, /*Load=*/false);
  if (At.isInvalid())
    return;
  {
    // "%0": the text may hold a percent sign of its own.
    DiagnosticBuilder Main = diag(At, "%0") << F.Message;
    for (const Replacement &R : F.Fixes)
      if (SourceLocation Begin = locate(SM, R.At, /*Load=*/false); Begin.isValid())
        Main << FixItHint::CreateReplacement(
            CharSourceRange::getCharRange(Begin, Begin.getLocWithOffset(static_cast<int>(R.Length))), R.Text);
  }
  // The other side may be in a file that this unit does not include.
  for (const Note &N : F.Notes)
    diag(locate(SM, N.At, /*Load=*/true), "%0", DiagnosticIDs::Note) << N.Text;
}

void addChecks(clang::tidy::ClangTidyCheckFactories &Factories, const std::vector<RuleInfo> &Rules, Analyzer Analyze) {
  auto Shared = std::make_shared<UnitAnalyses>(std::move(Analyze));
  for (const RuleInfo &R : Rules)
    Factories.registerCheckFactory(std::string("maprace-") + R.Slug,
                                   [Shared, Id = R.Id](llvm::StringRef Name, clang::tidy::ClangTidyContext *Context) {
                                     std::shared_ptr<UnitAnalysis> Unit = Shared->of(Context);
                                     Unit->enable(Name);
                                     return std::make_unique<RuleCheck>(Name, Context, Id, std::move(Unit));
                                   });
}

} // namespace maprace::tidy
