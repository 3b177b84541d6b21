//===- unit_analysis.h - what the checks of one unit share -------*- C++ -*-===//
//
// clang-tidy makes one object per enabled check and unit. All of ours read one
// UnitAnalysis, so that a unit is extracted and analysed once, however many rules
// are on. There is no global: the factories own the registry, and an entry lives
// as long as a check of its unit does. clangd makes checks on several threads at
// once from one set of factories, one ClangTidyContext for each file.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_TIDY_UNIT_ANALYSIS_H
#define MAPRACE_TIDY_UNIT_ANALYSIS_H

#include "maprace/checker/finding.h"
#include "maprace/checker/settings.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringRef.h"
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace clang {
class ASTContext;
namespace tidy {
class ClangTidyContext;
}
} // namespace clang

namespace maprace::tidy {

/// Facts of the unit, then every rule named in Settings::Rules.
using Analyzer = std::function<std::vector<Finding>(clang::ASTContext &, const Settings &)>;

/// The analyzer of the real checks: extractFacts() and analyze().
std::vector<Finding> analyzeUnit(clang::ASTContext &Context, const Settings &S);

/// The unit that one ClangTidyContext is at, and its findings. Used by one thread, in
/// this order: enable() and claimMatcher() by each check as it is made, startUnit() by
/// each, then setAst() at the first sight of the AST, then findings() by each.
class UnitAnalysis {
public:
  explicit UnitAnalysis(Analyzer Analyze) : Analyze(std::move(Analyze)) {}

  void enable(llvm::StringRef CheckName);
  /// True for the one check that is to watch for the AST.
  bool claimMatcher();
  void startUnit();

  void setAst(clang::ASTContext &Context) { Ast = &Context; }
  /// Null until something of the unit was seen.
  clang::ASTContext *ast() const { return Ast; }
  /// The findings of all enabled rules. Checks whose options agree, which is the
  /// normal case, get the same object; each further set of options costs another run.
  const std::vector<Finding> &findings(Settings S);

private:
  struct Result {
    Settings From;
    std::vector<Finding> Findings;
  };
  Analyzer Analyze;
  bool Started = false, Claimed = false;
  clang::ASTContext *Ast = nullptr;
  std::vector<std::string> Enabled;
  std::vector<std::unique_ptr<Result>> Results;
};

/// Hands the same UnitAnalysis to all checks made for one context.
class UnitAnalyses {
public:
  explicit UnitAnalyses(Analyzer Analyze) : Analyze(std::move(Analyze)) {}
  std::shared_ptr<UnitAnalysis> of(const clang::tidy::ClangTidyContext *Context);

private:
  Analyzer Analyze;
  std::mutex Mu;
  llvm::DenseMap<const clang::tidy::ClangTidyContext *, std::weak_ptr<UnitAnalysis>> Live; ///< guarded by Mu
};

} // namespace maprace::tidy
#endif
