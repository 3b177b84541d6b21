//===- racy-lazy-init.cpp - MR10 ------------------------------------------===//
//
// A map held by pointer or optional is created where it was seen to be empty, and
// another thread may do the same, or use what is there, at that time: no lock in
// common. Double-checked locking through a plain pointer is the same: the first test
// and the use after it hold no lock. Function-local statics, call_once and atomics
// with acquire and release are silent.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/fixes.h"
#include "checker/rules/precedence.h"

namespace maprace {

std::optional<Conflict> racyLazyInit(const Picture &P, std::size_t Map) {
  const Conflict *Pair = nullptr;
  for (const Conflict &K : P.Conflicts[Map])
    if (!K.Escape && ((K.First->Access.Flags | K.Second->Access.Flags) & FlagLazy) &&
        (!Pair || (K.First->Access.Flags & FlagLazy & ~Pair->First->Access.Flags)))
      Pair = &K;
  if (!Pair)
    return std::nullopt;
  Conflict Shown = *Pair;
  if (!(Shown.First->Access.Flags & FlagLazy))
    std::swap(Shown.First, Shown.Second);
  return Shown;
}

void checkRacyLazyInit(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    const MapUse &M = P.Maps[I];
    std::optional<Conflict> Found = ownPair(P, I, RuleId::MR10);
    if (!Found)
      continue;
    const Conflict &Shown = *Found;
    std::string Text = "'" + M.Name + "' is created on first use " + heldText(P.C, *Shown.First) + ", while " +
                       describeThread(P.C, Shown.Second->In) + " may " +
                       (Shown.Second->Access.Flags & FlagLazy ? "create" : "use") + " it " +
                       heldText(P.C, *Shown.Second);
    Finding F = makeFinding(P, M, RuleId::MR10, Shown, Text);
    F.Fixes = createOnce(P, M, *Shown.First);
    Out.push_back(std::move(F));
  }
}

} // namespace maprace
