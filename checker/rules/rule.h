//===- rule.h - what every rule reads and writes -----------------*- C++ -*-===//
//
// A rule is a row of rules.def and one function over the picture below. Accesses come
// grouped by map; a rule looks at one group at a time and adds findings.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_RULES_RULE_H
#define MAPRACE_RULES_RULE_H

#include "checker/link/contexts.h"
#include "maprace/checker/finding.h"
#include "maprace/checker/settings.h"

namespace maprace {

/// All accesses to one field, variable or local.
struct MapUse {
  SymId Usr = 0;
  std::string Name;
  std::string Member; ///< for a local's map: the one member by which it is reached, if any
  Place At;
  Category What = Category::Map;
  std::uint16_t Flags = 0;
  std::vector<const ContextAccess *> Accesses; ///< sorted by place
  std::vector<const ContextAccess *> Steps;    ///< the last of several steps that belong together (MarkKind)
};

/// Two accesses that may happen at the same time, at least one a write.
struct Conflict {
  const ContextAccess *First = nullptr; ///< the one that lacks the guard
  const ContextAccess *Second = nullptr;
  bool SharedOnly = false; ///< a common lock is held, but only as readers
  bool Escape = false;     ///< First is a reference used after its guard is gone
};

/// A map operation as it is written, whatever runs it: of any function in view, also
/// where no thread comes or nobody else has the object yet.
struct WrittenAccess {
  FuncId Function = 0;
  Place At;
  Effect What = Effect::Read;
  SymId Operation = 0;
};

struct Picture {
  const Contexts &C;
  const Settings &S;
  std::vector<MapUse> Maps;
  std::vector<std::vector<Conflict>> Conflicts; ///< by map; none where nothing is wrong
  /// By map: what may come between the steps. First is the marked access, with the locks
  /// held over all of them; each access alone may well be guarded.
  std::vector<std::vector<Conflict>> Interruptions;
  /// By field or variable: all operations on it.
  llvm::DenseMap<SymId, std::vector<WrittenAccess>> Written;
};

Picture makePicture(const Contexts &C, const Settings &S);

// --- helpers that rules share (evidence.cpp) ---

bool isWrite(Effect E);
/// A signal, barrier or once keeps the two apart. Where locks are held as well, these
/// may be what does it.
bool isOrdered(const Picture &P, const ContextAccess &X, const ContextAccess &Y);
bool conflicts(Effect A, Effect B);
SourceRef sourceRef(const Program &P, const Place &At);
std::string describeThread(const Contexts &C, ContextId Id);
/// How a lock is called in a message: "mu_", "Server::mu_".
std::string lockName(const Program &P, TermId Lock);
std::string heldText(const Contexts &C, const ContextAccess &A);
Side makeSide(const Contexts &C, const ContextAccess &A);
/// A finding on a pair, with sides and the notes that show them.
Finding makeFinding(const Picture &P, const MapUse &M, RuleId Rule, const Conflict &Pair, std::string Message);
/// "concurrent map writes", "concurrent map read and map write", ...
std::string hazard(const Conflict &Pair);
const char *verb(Effect E);

// --- helpers of the rules about several steps (steps.cpp) ---

/// What the access is marked with.
const Mark &markOf(const Picture &P, const ContextAccess &A);
/// Interruptions of one kind, one for each function with such steps: the most convincing.
std::vector<Conflict> interruptions(const Picture &P, size_t Map, MarkKind Kind);
/// The marked access with the locks that its last step alone holds.
ContextAccess withOwnLocks(const MapUse &M, const ContextAccess &Step);
/// An ordinary conflict is reported at this place: one defect, one finding.
bool hasConflictAt(const Picture &P, size_t Map, Place At);

using RuleFunction = void (*)(const Picture &, std::vector<Finding> &);
#define MAPRACE_RULE(ID, NAME, SLUG, LEVEL, SUMMARY) void check##NAME(const Picture &, std::vector<Finding> &);
#include "checker/rules/rules.def"

} // namespace maprace
#endif
