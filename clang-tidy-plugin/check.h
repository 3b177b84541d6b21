//===- check.h - every rule as a clang-tidy check ----------------*- C++ -*-===//
//
// One adaptor class serves all rows of rules.def. A check prints the findings of
// its own rule and nothing else, so that names, globs, NOLINT and WarningsAsErrors
// work as for any other check. The text comes from the finding: clang-tidy, clangd
// and `maprace scan` cannot differ.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_TIDY_CHECK_H
#define MAPRACE_TIDY_CHECK_H

#include "clang-tidy-plugin/unit_analysis.h"
#include "clang-tidy/ClangTidyCheck.h"

namespace clang::tidy {
class ClangTidyCheckFactories;
}

namespace maprace::tidy {

class RuleCheck : public clang::tidy::ClangTidyCheck {
public:
  RuleCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context, RuleId Rule,
            std::shared_ptr<UnitAnalysis> Unit);

  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;
  void onStartOfTranslationUnit() override;
  void onEndOfTranslationUnit() override;
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

private:
  RuleId Rule;
  std::shared_ptr<UnitAnalysis> Unit;
  Settings Chosen;

  void report(const Finding &F, clang::SourceManager &SM);
};

/// Registers a check for each of \p Rules; they share the analyses made by \p Analyze.
void addChecks(clang::tidy::ClangTidyCheckFactories &Factories, const std::vector<RuleInfo> &Rules, Analyzer Analyze);

} // namespace maprace::tidy
#endif
