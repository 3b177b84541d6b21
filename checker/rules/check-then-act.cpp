//===- check-then-act.cpp - MR07 --------------------------------------------===//
//
// A branch depends on what a lookup found, and an operation behind it relies on that: it
// overwrites what was absent, or takes what was present. The lock was given back between
// the two, or the map is a concurrent one and the two are calls of their own; and another
// thread may make the change that the test was to exclude. Reported at the act, one
// finding for each function. Silent: a second look in the section of the act, an
// insertion that does not overwrite (the first one wins), erasing by key, and a lock that
// all who change the map share over both steps. Left to the rules about guards: places
// that already conflict one by one.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/fixes.h"
#include <set>

namespace maprace {

/// Of a test and its act, or of a value that was read and is stored back.
static void checkSteps(const Picture &P, size_t I, MarkKind Kind, std::set<FuncId> &Told, std::vector<Finding> &Out) {
  const Program &Prog = P.C.P;
  for (const Conflict &K : interruptions(P, I, Kind)) {
    const MapUse &M = P.Maps[I];
    const Mark &First = markOf(P, *K.First);
    if (hasConflictAt(P, I, K.First->Access.At) || hasConflictAt(P, I, First.At) ||
        !Told.insert(K.First->Access.Function).second)
      continue;
    const bool Lost = Kind == MarkKind::LostUpdate;
    const ContextAccess Own = withOwnLocks(M, *K.First);
    const Conflict Shown{&Own, K.Second, false, false};
    const AccessRecord &Act = K.First->Access;
    bool Concurrent = M.What == Category::ConcurrentMap;
    std::string Text = "'" + M.Name + "' is " + (Lost ? "read" : "tested") + " by '" +
                       Prog.text(First.Operation).str() + "' and then " +
                       (Act.What == Effect::Read ? "read" : "written") + " by '" + Prog.text(Act.Operation).str() +
                       "'" + (Lost ? ", with what was made of the value," : "") + " in two " +
                       (Concurrent ? "calls" : "critical sections, the second " + heldText(P.C, *Shown.First)) + "; " +
                       describeThread(P.C, K.Second->In) + " may change it in between by '" +
                       Prog.text(K.Second->Access.Operation).str() + "'";
    Finding F = makeFinding(P, M, RuleId::MR07, Shown, Text);
    F.Notes.insert(F.Notes.begin(), {sourceRef(Prog, First.At), Lost ? "read here" : "tested here"});
    if (!Lost)
      F.Fixes = emplaceInstead(P, M, Own);
    Out.push_back(std::move(F));
  }
}

void checkCheckThenAct(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    std::set<FuncId> Told;
    checkSteps(P, I, MarkKind::CheckThenAct, Told, Out);
    checkSteps(P, I, MarkKind::LostUpdate, Told, Out);
  }
}

} // namespace maprace
