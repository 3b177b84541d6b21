//===- pipeline.cpp - facts in, findings out --------------------------------===//
#include "maprace/checker/pipeline.h"
#include "checker/link/analyzer.h"
#include "checker/link/contexts.h"
#include "checker/report/fingerprint.h"
#include "checker/rules/annotations.h"
#include "checker/rules/rule.h"
#include "checker/rules/selection.h"
#include "llvm/Support/TimeProfiler.h"

namespace maprace {

/// From facts to what the rules read, which lives only while it is looked at.
static void look(std::vector<UnitFacts> Units, const Settings &S, llvm::function_ref<void(const Picture &)> At) {
  Program P(std::move(Units));
  Analyzer A(P, S);
  A.run();
  Contexts C(A);
  At(makePicture(C, S));
}

static std::vector<Finding> check(const Picture &Pic, const Settings &S) {
  std::vector<Finding> Out;
#define MAPRACE_RULE(ID, NAME, SLUG, LEVEL, SUMMARY)                                                                   \
  if (isEnabled(RuleId::ID, S))                                                                                        \
    check##NAME(Pic, Out);
#include "checker/rules/rules.def"
  finishFindings(Out);
  return Out;
}

std::vector<Finding> analyze(std::vector<UnitFacts> Units, const Settings &S) {
  llvm::TimeTraceScope Trace("maprace analyze");
  std::vector<Finding> Out;
  look(std::move(Units), S, [&](const Picture &Pic) { Out = check(Pic, S); });
  return Out;
}

Annotations inferAnnotations(std::vector<UnitFacts> Units, const Settings &S) {
  llvm::TimeTraceScope Trace("maprace annotate");
  Annotations Out;
  look(std::move(Units), S, [&](const Picture &Pic) { Out = annotationsOf(Pic); });
  return Out;
}

} // namespace maprace
