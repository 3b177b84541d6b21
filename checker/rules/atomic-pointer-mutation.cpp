//===- atomic-pointer-mutation.cpp - MR13 -----------------------------------===//
//
// An atomic pointer guards the pointer, not the map: whoever loads it and changes the
// map conflicts with all others who have loaded it. Reported at the change. Silent:
// a copy that is changed and then stored, and a map that all change and read under one
// lock beside the atomic.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/precedence.h"

namespace maprace {

std::optional<Conflict> atomicPointerMutation(const Picture &P, std::size_t Map) {
  auto Mutation = [&](const ContextAccess &X) {
    return isWrite(X.Access.What) && X.Access.What != Effect::PointerWrite &&
           ((P.Maps[Map].Flags & EntityAtomic) || (X.Access.Flags & FlagLoaded));
  };
  auto Loaded = [&](const ContextAccess &X) {
    return (P.Maps[Map].Flags & EntityAtomic) || (X.Access.Flags & FlagLoaded);
  };
  std::optional<Conflict> Best;
  for (const Conflict &K : P.Conflicts[Map]) {
    if (K.Escape)
      continue;
    Conflict Pair = K;
    if (!Mutation(*Pair.First))
      std::swap(Pair.First, Pair.Second);
    if (!Mutation(*Pair.First) || !Loaded(*Pair.Second))
      continue;
    if (!Best || (isWrite(Best->Second->Access.What) && !isWrite(Pair.Second->Access.What)))
      Best = Pair;
  }
  return Best;
}

void checkAtomicPointerMutation(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    std::optional<Conflict> Pair = ownPair(P, I, RuleId::MR13);
    if (!Pair)
      continue;
    const MapUse &M = P.Maps[I];
    const AccessRecord &A = Pair->First->Access, &B = Pair->Second->Access;
    std::string Text = "the map that the atomic pointer '" + M.Name + "' leads to is changed by '" +
                       P.C.P.text(A.Operation).str() + "' " + heldText(P.C, *Pair->First) + ", while " +
                       describeThread(P.C, Pair->Second->In) + " may run '" + P.C.P.text(B.Operation).str() +
                       "' on what it has loaded; change a copy, and store that";
    Out.push_back(makeFinding(P, M, RuleId::MR13, *Pair, Text));
  }
}

} // namespace maprace
