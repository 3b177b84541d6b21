//===- discarded-guard.cpp - MR16 -----------------------------------------===//
//
// A guard that is made and not named dies at the end of its expression: the access
// that follows in the function, which the guard was meant for, is unguarded and
// conflicts with another thread's. Reported where the guard is made.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/guard_vote.h"

namespace maprace {

void checkDiscardedGuard(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    const MapUse &M = P.Maps[I];
    if (M.What == Category::ConcurrentMap)
      continue;
    const Conflict *Found = nullptr;
    for (const Conflict &K : P.Conflicts[I])
      if (!K.Escape && ((K.First->Access.Flags | K.Second->Access.Flags) & FlagDiscarded)) {
        Found = &K;
        break;
      }
    if (!Found)
      continue;
    Conflict Pair = *Found;
    if (!(Pair.First->Access.Flags & FlagDiscarded))
      std::swap(Pair.First, Pair.Second);
    const AccessRecord &A = Pair.First->Access;
    std::string Text = "this guard is destroyed at once: '" + M.Name + "' is then " + verb(A.What) + " by '" +
                       P.C.P.text(A.Operation).str() + "' " + heldText(P.C, *Pair.First) + ", while " +
                       describeThread(P.C, Pair.Second->In) + " may run '" +
                       P.C.P.text(Pair.Second->Access.Operation).str() + "'";
    Finding F = makeFinding(P, M, RuleId::MR16, Pair, Text);
    F.At = sourceRef(P.C.P, A.GuardAt);
    F.Notes.insert(F.Notes.begin(), {F.Sides[0].At, "the access that the guard was meant for"});
    Out.push_back(std::move(F));
  }
}

} // namespace maprace
