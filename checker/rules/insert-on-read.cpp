//===- insert-on-read.cpp - MR04 --------------------------------------------===//
//
// operator[] inserts what is absent. Where its result is only read, and nothing but this
// hidden insertion makes two accesses conflict, the operation is the defect and not the
// lock: find() or at() would do. That is so under a reader's lock, and where no lock is
// held because all threads only read. Reported at the operator[]. Left to MR03, MR02 and
// MR01: maps that somebody changes on purpose at the same time.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/fixes.h"
#include "checker/rules/guard_vote.h"
#include "checker/rules/precedence.h"

namespace maprace {

static void report(const Picture &P, const MapUse &M, Conflict Pair, const std::vector<Conflict> &All,
                   std::vector<Finding> &Out) {
  if (!(Pair.First->Access.Flags & FlagConstRead) || !isWrite(Pair.First->Access.What))
    std::swap(Pair.First, Pair.Second);
  const AccessRecord &B = Pair.Second->Access;
  std::string Text = "'operator[]' inserts into '" + M.Name + "' what is absent, and is used here only to read, " +
                     heldText(P.C, *Pair.First) + ", while ";
  if (Pair.First == Pair.Second)
    Text += "another thread may do the same";
  else
    Text += describeThread(P.C, Pair.Second->In) + " may use it by '" + P.C.P.text(B.Operation).str() + "' " +
            heldText(P.C, *Pair.Second);
  Finding F = makeFinding(P, M, RuleId::MR04, Pair, Text + "; find() and at() insert nothing");
  F.Fixes = lookUpInstead(P, All);
  Out.push_back(std::move(F));
}

void checkInsertOnRead(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    const MapUse &M = P.Maps[I];
    if (M.What == Category::ConcurrentMap || causeOf(P, I))
      continue;
    std::vector<Conflict> Own;
    for (const Conflict &K : P.Conflicts[I])
      if (insertsOnRead(K))
        Own.push_back(K);
    const Conflict *Pair = bestPair(P, Own, true);
    // With no lock in common: only where no conflict is left to the rules about guards.
    if (!Pair && !bestPair(P, withoutInsertOnRead(P.Conflicts[I]), false))
      Pair = bestPair(P, Own, false);
    if (Pair)
      report(P, M, *Pair, Own, Out);
  }
}

} // namespace maprace
