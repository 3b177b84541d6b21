//===- inconsistent-guard.cpp - MR02 ----------------------------------------===//
//
// Both sides of a conflict hold locks, but none in common; or exactly one function
// touches the map without the lock that all other places, three or more, hold. Reported at
// the side with fewer guards, or at the odd one out.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/fixes.h"
#include "checker/rules/guard_vote.h"
#include <algorithm>

namespace maprace {

void checkInconsistentGuard(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    const MapUse &M = P.Maps[I];
    std::optional<GuardConflict> Found = guardConflict(P, I, true);
    if (!Found)
      continue;
    // The odd side is the one without the lock that most places hold.
    Conflict Shown = Found->Pair;
    auto Holds = [&](const ContextAccess &X) {
      for (const Held &H : P.C.locks(X))
        if (lockName(P.C.P, H.Lock) == Found->Vote.Lock)
          return true;
      return false;
    };
    if (Holds(*Shown.First) && !Holds(*Shown.Second))
      std::swap(Shown.First, Shown.Second);
    const Conflict *Pair = &Shown;
    const AccessRecord &A = Pair->First->Access, &B = Pair->Second->Access;
    bool OneForgets = P.C.locks(*Pair->First).empty() || P.C.locks(*Pair->Second).empty();
    std::string Text =
        hazard(*Pair) + (OneForgets ? ", one side without the usual guard: '" : " under different guards: '") + M.Name +
        "' is " + verb(A.What) + " by '" + P.C.P.text(A.Operation).str() + "' " + heldText(P.C, *Pair->First) +
        ", and " + verb(B.What) + " by '" + P.C.P.text(B.Operation).str() + "' " + heldText(P.C, *Pair->Second);
    const auto Held = P.C.locks(*Pair->First);
    if (!Holds(*Pair->First) == !Holds(*Pair->Second) && heldText(P.C, *Pair->First) == heldText(P.C, *Pair->Second))
      Text += std::any_of(Held.begin(), Held.end(), [&](const auto &H) { return P.C.P.Terms.isChoice(H.Lock); })
                  ? ", whichever each call has chosen"
                  : " of another object";
    Text += Found->Voted;
    Finding F = makeFinding(P, M, RuleId::MR02, *Pair, Text);
    F.Fixes = addMissingGuard(P, M, Found->Vote);
    Out.push_back(std::move(F));
  }
}

} // namespace maprace
