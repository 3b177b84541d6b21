//===- write-under-shared-lock.cpp - MR03 -----------------------------------===//
//
// Two contexts share a lock, both as readers, and one of them changes the map. The
// change is reported: there an exclusive lock is missing. An operator[] that is only read
// is left to MR04: there the lock is right and the operation is not.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/fixes.h"
#include "checker/rules/guard_vote.h"

namespace maprace {

void checkWriteUnderSharedLock(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    const MapUse &M = P.Maps[I];
    if (M.What == Category::ConcurrentMap)
      continue;
    std::vector<Conflict> Own = withoutInsertOnRead(P.Conflicts[I]);
    const Conflict *Found = bestPair(P, Own, true);
    if (!Found)
      continue;
    Conflict Pair = *Found;
    bool Element = !isWrite(Pair.First->Access.What) && !isWrite(Pair.Second->Access.What);
    if (Element ? Pair.First->Access.What != Effect::ElementWrite : !isWrite(Pair.First->Access.What))
      std::swap(Pair.First, Pair.Second);
    const AccessRecord &A = Pair.First->Access;
    std::string Text = (Element ? "concurrent use of mapped values: a value of '" : hazard(Pair) + ": '") + M.Name +
                       "' is changed by '" + P.C.P.text(A.Operation).str() + "' " + heldText(P.C, *Pair.First) +
                       "; a reader's lock does not keep other readers out";
    Finding F = makeFinding(P, M, RuleId::MR03, Pair, Text);
    F.Fixes = lockExclusively(P, M);
    Out.push_back(std::move(F));
  }
}

} // namespace maprace
