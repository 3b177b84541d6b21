//===- concurrent-map-misuse.cpp - MR12 -----------------------------------===//
//
// A concurrent container promises that some operations may run beside each other. The
// vocabulary lists those it promises nothing about (unsafe_erase, clear, swap,
// rehash): one of these beside any other operation, with no lock in common.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/guard_vote.h"

namespace maprace {

void checkConcurrentMapMisuse(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    const MapUse &M = P.Maps[I];
    if (M.What != Category::ConcurrentMap)
      continue;
    const Conflict *Found = bestPair(P, P.Conflicts[I], false);
    if (!Found)
      Found = bestPair(P, P.Conflicts[I], true);
    if (!Found)
      continue;
    Conflict Pair = *Found;
    if (Pair.First->Access.What != Effect::UnsafeOp)
      std::swap(Pair.First, Pair.Second);
    const AccessRecord &A = Pair.First->Access, &B = Pair.Second->Access;
    std::string Text = "'" + P.C.P.text(A.Operation).str() + "' on the concurrent container '" + M.Name +
                       "' must not run beside other operations; " + describeThread(P.C, Pair.Second->In) +
                       " may run '" + P.C.P.text(B.Operation).str() + "' at the same time";
    Out.push_back(makeFinding(P, M, RuleId::MR12, Pair, Text));
  }
}

} // namespace maprace
