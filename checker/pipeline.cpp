//===- pipeline.cpp - facts in, findings out --------------------------------===//
#include "maprace/checker/pipeline.h"
#include "checker/link/analyzer.h"
#include "checker/link/contexts.h"
#include "checker/report/fingerprint.h"
#include "checker/rules/rule.h"
#include "checker/rules/selection.h"
#include "llvm/Support/TimeProfiler.h"

namespace maprace {

std::vector<Finding> analyze(std::vector<UnitFacts> Units, const Settings &S) {
  llvm::TimeTraceScope Trace("maprace analyze");
  Program P(std::move(Units));
  Analyzer A(P, S);
  A.run();
  Contexts C(A);
  Picture Pic = makePicture(C, S);
  std::vector<Finding> Out;
#define MAPRACE_RULE(ID, NAME, SLUG, LEVEL, SUMMARY)                                                                   \
  if (isEnabled(RuleId::ID, S))                                                                                        \
    check##NAME(Pic, Out);
#include "checker/rules/rules.def"
  finishFindings(Out);
  return Out;
}

} // namespace maprace
