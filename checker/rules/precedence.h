//===- precedence.h - one defect, one finding --------------------*- C++ -*-===//
//
// Several rules may see the same conflict. Some know its cause: these are asked first,
// in the order of one table, and the first that is switched on and answers reports it.
// What no one explains is left to MR01, MR02 and MR03, which divide the rest by the
// locks that are held.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_RULES_PRECEDENCE_H
#define MAPRACE_RULES_PRECEDENCE_H

#include "checker/rules/rule.h"
#include <optional>

namespace maprace {

/// The pair that shows the cause best, First being where the programmer acts; nothing
/// when the conflicts on the map have another cause. \p Map: index into Picture::Maps.
using CauseFunction = std::optional<Conflict> (*)(const Picture &P, std::size_t Map);

// Each in the file of its rule.
std::optional<Conflict> discardedGuard(const Picture &P, std::size_t Map);
std::optional<Conflict> racyLazyInit(const Picture &P, std::size_t Map);
std::optional<Conflict> uninitializedMap(const Picture &P, std::size_t Map);
std::optional<Conflict> atomicPointerMutation(const Picture &P, std::size_t Map);
std::optional<Conflict> writeAfterFreeze(const Picture &P, std::size_t Map);
std::optional<Conflict> copiedLock(const Picture &P, std::size_t Map);
std::optional<Conflict> confinementViolation(const Picture &P, std::size_t Map);

struct Cause {
  RuleId Rule;
  Conflict Pair;
};

/// What explains the conflicts on a map; nothing: MR01 to MR03 report them.
std::optional<Cause> causeOf(const Picture &P, std::size_t Map);

/// The pair to report by \p Rule: it is the cause, and not another rule.
std::optional<Conflict> ownPair(const Picture &P, std::size_t Map, RuleId Rule);

} // namespace maprace
#endif
