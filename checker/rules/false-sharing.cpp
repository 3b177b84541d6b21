//===- false-sharing.cpp - MR14 ---------------------------------------------===//
//
// Shards, each a lock and a map or a counter, stand one behind the other in an array or
// vector, and several threads use them at a time: where a shard is not padded to a cache
// line, the threads that use two neighbours wait for each other's writes all the same.
// Silent: elements that are allocated one by one, that are aligned to a line or fill
// whole lines, or that are so large that neighbours hardly meet; one thread at a time.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/rule.h"
#include <set>

namespace maprace {

namespace {

/// std::hardware_destructive_interference_size of what most programs run on.
constexpr std::uint32_t Line = 64;
/// Beyond this, two neighbours share a small part of what they are.
constexpr std::uint32_t Large = 4 * Line;

/// The array that the map's object is an element of; null for none.
const EntityInfo *arrayAround(const Program &P, TermId Map) {
  if (P.Terms[Map].Kind != TermKind::Field)
    return nullptr;
  TermId T = P.Terms.base(Map);
  if (P.Terms[T].Kind != TermKind::Element)
    return nullptr;
  const EntityInfo *E = P.declared(P.Terms.base(T));
  return E && (E->Flags & EntityArray) && !(E->Flags & EntityPointer) ? E : nullptr;
}

/// A lock, or a counter that all who use the element change.
bool hasHotMember(const Program &P, const ClassInfo &C) {
  for (SymId Member : C.Fields)
    if (const EntityInfo *E = P.entity(Member))
      if ((E->What == Category::Mutex || E->What == Category::Atomic) && !E->pointer())
        return true;
  return false;
}

} // namespace

void checkFalseSharing(const Picture &P, std::vector<Finding> &Out) {
  const Program &Prog = P.C.P;
  std::set<SymId> Told;
  for (const MapUse &M : P.Maps) {
    const EntityInfo *Map = M.Usr ? Prog.entity(M.Usr) : nullptr;
    const ClassInfo *C = Map ? Prog.classOf(Map->Class) : nullptr;
    if (!C || !C->Size || C->Align >= Line || C->Size % Line == 0 || C->Size >= Large || !hasHotMember(Prog, *C))
      continue;
    const EntityInfo *Array = nullptr;
    Conflict Pair;
    for (const ContextAccess *X : M.Accesses)
      for (const ContextAccess *Y : M.Accesses)
        if (!Array && !P.C.locks(*X).empty() && (P.C.parallel(*X, *Y) || (X == Y && P.C.All[X->In].Many)))
          if (const EntityInfo *Around = arrayAround(Prog, X->Access.Map)) {
            Array = Around;
            Pair = {X, Y};
          }
    if (!Array || !Told.insert(C->Usr).second)
      continue;
    std::string Name = Prog.text(C->Name).str();
    std::string Text = "elements of '" + Prog.text(Array->Name).str() + "' are " + std::to_string(C->Size) +
                       " bytes apart, so that threads that use two of them share a cache line; align '" + Name +
                       "' to " + std::to_string(Line) + " bytes";
    Finding F = makeFinding(P, M, RuleId::MR14, Pair, Text);
    F.At = sourceRef(Prog, C->At);
    if (!(C->Flags & ClassInMacro))
      F.Fixes.push_back({F.At, 0, "alignas(" + std::to_string(Line) + ") "});
    Out.push_back(std::move(F));
  }
}

} // namespace maprace
