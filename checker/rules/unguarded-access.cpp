//===- unguarded-access.cpp - MR01 ------------------------------------------===//
//
// Two contexts that may run in parallel touch one map, at least one of them changes
// its structure, and at least one side holds no lock at all. One finding for each
// map: the pair that shows the defect best, with the other places in the advice.
// Left to MR02: both sides hold locks, or one place forgets what all others hold.
// Left to MR03: the only common lock is held as a reader by both.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/fixes.h"
#include "checker/rules/guard_vote.h"

namespace maprace {

void checkUnguardedAccess(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    const MapUse &M = P.Maps[I];
    std::optional<GuardConflict> Found = guardConflict(P, I, false);
    if (!Found)
      continue;
    const Conflict *Pair = &Found->Pair;
    const AccessRecord &A = Pair->First->Access, &B = Pair->Second->Access;
    std::string Text = hazard(*Pair) + ": '" + M.Name + "' is " + verb(A.What) + " by '" +
                       P.C.P.text(A.Operation).str() + "' " + heldText(P.C, *Pair->First);
    if (Pair->First == Pair->Second)
      Text += ", by " + describeThread(P.C, Pair->First->In);
    else
      Text += ", by " + describeThread(P.C, Pair->First->In) + ", while " + describeThread(P.C, Pair->Second->In) +
              " may " +
              (isWrite(B.What)             ? "write"
               : B.What == Effect::Iterate ? "iterate over"
                                           : "read") +
              " it by '" + P.C.P.text(B.Operation).str() + "' " + heldText(P.C, *Pair->Second);
    Text += Found->Voted;
    Finding F = makeFinding(P, M, RuleId::MR01, *Pair, Text);
    F.Fixes = addMissingGuard(P, M, Found->Vote);
    Out.push_back(std::move(F));
  }
}

} // namespace maprace
