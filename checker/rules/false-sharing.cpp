//===- false-sharing.cpp - MR14 ---------------------------------------------===//
//
// Shards, each a lock and a map or a counter, stand one behind the other in an array or
// vector, and several threads use them at a time: where a shard is not padded to a cache
// line, the threads that use two neighbours wait for each other's writes all the same.
// The same for counters without a map, one for each worker: an element that is counted
// on by an index that the function was given, and that several threads run.
// Silent: elements that are allocated one by one, that are aligned to a line or fill
// whole lines, or that are so large that neighbours hardly meet; one thread at a time.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/rule.h"
#include "llvm/ADT/STLExtras.h"
#include <map>
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

/// Neighbours meet on a line.
bool isSmall(const ClassInfo &C) { return C.Size && C.Align < Line && C.Size % Line != 0 && C.Size < Large; }

std::string distance(const Program &P, const EntityInfo &Array, const ClassInfo &C) {
  return "elements of '" + P.text(Array.Name).str() + "' are " + std::to_string(C.Size) +
         " bytes apart, so that threads that use two of them share a cache line; align '" + P.text(C.Name).str() +
         "' to " + std::to_string(Line) + " bytes";
}

void report(const Program &P, const ClassInfo &C, Finding F, std::vector<Finding> &Out) {
  F.At = sourceRef(P, C.At);
  if (!(C.Flags & ClassInMacro))
    F.Fixes.push_back({F.At, 0, "alignas(" + std::to_string(Line) + ") "});
  Out.push_back(std::move(F));
}

/// A counter in an element that the function was given the index of.
struct Counter {
  const EntityInfo *Array = nullptr;
  const ClassInfo *Element = nullptr;
};

Counter counterAt(const Picture &P, FuncId F, const Event &E) {
  const Program &Prog = P.C.P;
  const FunctionInfo &I = Prog.function(F);
  const bool Written =
      E.Kind == EventKind::Touch ? E.Detail != 0 : E.Kind == EventKind::Publish && (E.Flags & FlagCount);
  if (!Written || !E.Subject)
    return {};
  const TermId Member = P.C.A.term(F, E.Subject), Element = Prog.member(Member) ? Prog.Terms.base(Member) : 0;
  const Term &At = Prog.Terms[Element];
  if (At.Kind != TermKind::Element)
    return {};
  llvm::StringRef Token = Prog.text(At.B);
  auto Given = [&](const auto &Q) { return Q.Name && Prog.text(Prog.sym(I, Q.Name)) == Token; };
  if (llvm::none_of(I.Facts->Params, Given) &&
      llvm::none_of(I.Facts->Captures, [&](const Capture &Q) { return !Q.ByRef && Given(Q); }))
    return {};
  const EntityInfo *Array = Prog.declared(Prog.Terms.base(Element));
  const EntityInfo *Field = Prog.member(Member);
  const ClassInfo *C = Prog.classOf(Field->Class);
  if (!Array || !(Array->Flags & EntityArray) || Array->pointer() || !C || !isSmall(*C))
    return {};
  // Under a lock, one thread counts at a time.
  auto Locks = [](const Event &X) { return X.Kind == EventKind::GuardInit || X.Kind == EventKind::Acquire; };
  if ((E.Flags & FlagPlain) && llvm::any_of(I.Facts->Events, Locks))
    return {};
  return {Array, C};
}

/// The functions that a thread may come to.
std::set<FuncId> reachedFrom(const Picture &P, FuncId Entry) {
  std::set<FuncId> Seen{Entry};
  std::vector<FuncId> Work{Entry};
  while (!Work.empty()) {
    const FuncId F = Work.back();
    Work.pop_back();
    for (const Event &E : P.C.P.function(F).Facts->Events)
      if (E.Kind == EventKind::Call && E.Callee)
        for (FuncId To : P.C.A.callees(F, E))
          if (Seen.insert(To).second)
            Work.push_back(To);
  }
  return Seen;
}

void checkCounters(const Picture &P, std::set<SymId> &Told, std::vector<Finding> &Out) {
  const Program &Prog = P.C.P;
  std::map<FuncId, std::vector<std::pair<const Event *, Counter>>> Counters;
  for (FuncId F = 1; F < Prog.functions().size(); ++F)
    for (const Event &E : Prog.function(F).Facts->Events)
      if (Counter C = counterAt(P, F, E); C.Array)
        Counters[F].push_back({&E, C});
  if (Counters.empty())
    return;
  std::map<FuncId, std::vector<ContextId>> RunBy;
  for (ContextId C = 0; C < P.C.All.size(); ++C)
    if (P.C.All[C].Kind == ContextKind::Thread || P.C.All[C].Kind == ContextKind::Posted)
      for (FuncId F : reachedFrom(P, P.C.All[C].Entry))
        if (Counters.count(F))
          RunBy[F].push_back(C);
  for (const auto &[F, Contexts] : RunBy)
    for (const auto &[E, C] : Counters[F]) {
      ContextAccess One{Contexts.front(), {}};
      One.Access.Map = P.C.A.term(F, E->Subject);
      One.Access.What = Effect::ElementWrite;
      One.Access.Operation = Prog.sym(Prog.function(F), E->Name);
      One.Access.Function = F;
      One.Access.At = Prog.place(Prog.function(F), E->At);
      ContextAccess Other = One;
      Other.In = Contexts.back();
      if (One.In == Other.In ? !P.C.All[One.In].Many : !P.C.parallel(One, Other))
        continue;
      if (!Told.insert(C.Element->Usr).second)
        continue;
      MapUse Use;
      Use.Usr = C.Array->Usr;
      Use.Name = Prog.text(C.Array->Name).str();
      Use.At = C.Array->At;
      report(Prog, *C.Element, makeFinding(P, Use, RuleId::MR14, {&One, &Other}, distance(Prog, *C.Array, *C.Element)),
             Out);
    }
}

} // namespace

void checkFalseSharing(const Picture &P, std::vector<Finding> &Out) {
  const Program &Prog = P.C.P;
  std::set<SymId> Told;
  for (const MapUse &M : P.Maps) {
    const EntityInfo *Map = M.Usr ? Prog.entity(M.Usr) : nullptr;
    const ClassInfo *C = Map ? Prog.classOf(Map->Class) : nullptr;
    if (!C || !isSmall(*C) || !hasHotMember(Prog, *C))
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
    report(Prog, *C, makeFinding(P, M, RuleId::MR14, Pair, distance(Prog, *Array, *C)), Out);
  }
  checkCounters(P, Told, Out);
}

} // namespace maprace
