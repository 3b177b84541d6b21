//===- precedence.cpp - which rule wins -------------------------------------===//
#include "checker/rules/precedence.h"
#include "checker/rules/selection.h"

namespace maprace {

static constexpr struct {
  RuleId Rule;
  CauseFunction Find;
} Causes[] = {
    {RuleId::MR16, discardedGuard},        // a guard was there, and is gone
    {RuleId::MR11, uninitializedMap},      // nothing to guard yet
    {RuleId::MR10, racyLazyInit},          // created by whoever comes first
    {RuleId::MR13, atomicPointerMutation}, // the pointer is guarded, the map is not
    {RuleId::MR15, confinementViolation},  // has an owner
    {RuleId::MR09, writeAfterFreeze},      // needs no guard but for one late write
    {RuleId::MR06, copiedLock},            // has a guard, and each copy of the guard another
};

std::optional<Cause> causeOf(const Picture &P, std::size_t Map) {
  if (P.Maps[Map].What == Category::ConcurrentMap)
    return std::nullopt;
  for (const auto &Each : Causes)
    if (isEnabled(Each.Rule, P.S))
      if (std::optional<Conflict> Pair = Each.Find(P, Map))
        return Cause{Each.Rule, *Pair};
  return std::nullopt;
}

std::optional<Conflict> ownPair(const Picture &P, std::size_t Map, RuleId Rule) {
  std::optional<Cause> Found = causeOf(P, Map);
  return Found && Found->Rule == Rule ? std::optional(Found->Pair) : std::nullopt;
}

} // namespace maprace
