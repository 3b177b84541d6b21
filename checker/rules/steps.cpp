//===- steps.cpp - what the rules about several steps share ------------------===//
#include "checker/rules/guard_vote.h"
#include <map>

namespace maprace {

const Mark &markOf(const Picture &P, const ContextAccess &A) { return P.C.A.Marks[A.Access.Mark]; }

std::vector<Conflict> interruptions(const Picture &P, size_t Map, MarkKind Kind) {
  std::map<std::pair<FuncId, Place>, std::vector<Conflict>> ByPlace;
  for (const Conflict &K : P.Interruptions[Map])
    if (markOf(P, *K.First).Kind == Kind)
      ByPlace[{K.First->Access.Function, K.First->Access.At}].push_back(K);
  std::map<FuncId, std::vector<Conflict>> ByFunction;
  for (const auto &[At, All] : ByPlace)
    if (const Conflict *Best = bestPair(P, All, false))
      ByFunction[At.first].push_back(*Best);
  std::vector<Conflict> Result;
  for (const auto &[Function, All] : ByFunction)
    if (const Conflict *Best = bestPair(P, All, false))
      Result.push_back(*Best);
  return Result;
}

ContextAccess withOwnLocks(const MapUse &M, const ContextAccess &Step) {
  const ContextAccess *Own = nullptr;
  for (const ContextAccess *X : M.Accesses)
    if (X->Access.At == Step.Access.At && X->Access.What == Step.Access.What &&
        (!Own || (X->In == Step.In && Own->In != Step.In)))
      Own = X;
  ContextAccess Result = Step;
  if (Own)
    Result.Access.Where.Locks = Own->Access.Where.Locks;
  return Result;
}

bool hasConflictAt(const Picture &P, size_t Map, Place At) {
  for (const Conflict &K : P.Conflicts[Map])
    if (K.First->Access.At == At || K.Second->Access.At == At)
      return true;
  return false;
}

} // namespace maprace
