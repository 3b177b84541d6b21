//===- lifecycle.cpp - maps that are made and frozen ------------------------===//
//
// A map that is held by a pointer is made at some point, and some maps are frozen at a
// later one. Both hold from there on, through calls and into the threads that are
// started after it, exactly as "has been waited for" does: so they are kept in the same
// set, as elements "#made" and "#frozen" of the map that no handle can be.
//
//===----------------------------------------------------------------------===//
#include "checker/link/contexts.h"
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

TermId Program::milestone(TermId Map, const char *Which) { return Terms.element(Map, 0, symbol(Which)); }

static bool isName(llvm::StringRef Qualified, llvm::StringRef Name) {
  return Qualified.consume_back(Name) && (Qualified.empty() || Qualified.ends_with("::"));
}

/// A map that a pointer, smart pointer or optional holds.
bool FunctionAnalysis::holdsMap(TermId T) const {
  const EntityInfo *E = P.declared(T);
  return E && E->pointer() && !(E->Flags & (EntityReference | EntityArray)) && E->What == Category::Map;
}

static void reach(std::vector<TermId> &Set, TermId T) {
  auto It = std::lower_bound(Set.begin(), Set.end(), T);
  if (It == Set.end() || *It != T)
    Set.insert(It, T);
}

void FunctionAnalysis::lifecycle(State &S, const Event &E) {
  switch (E.Kind) {
  case EventKind::Access: {
    TermId Map = term(E.Subject);
    if (static_cast<Effect>(E.Detail) == Effect::PointerWrite && holdsMap(Map)) {
      if (E.Flags & FlagClears)
        llvm::erase(S.Joined, P.milestone(Map, "#made"));
      else
        reach(S.Joined, P.milestone(Map, "#made"));
    } else if (P.text(P.sym(Info, E.Name)) == "freeze" && P.Terms.isPath(Map)) {
      reach(S.Joined, P.milestone(Map, "#frozen"));
    }
    return;
  }
  case EventKind::Store:
    if (TermId Map = term(E.Subject); holdsMap(Map))
      reach(S.Joined, P.milestone(Map, "#made"));
    return;
  case EventKind::Test:
    if (TermId Map = term(E.Subject); !E.Detail && holdsMap(Map))
      reach(S.Joined, P.milestone(Map, "#made"));
    return;
  case EventKind::Call: {
    if (P.frozenMaps().empty() || !E.Callee)
      return;
    FuncId Callee = P.find(P.sym(Info, E.Callee));
    if (!Callee)
      return;
    for (const EntityInfo *Map : P.frozenMaps()) {
      if (!isName(P.text(P.function(Callee).Name), P.text(Map->FrozenAfter)))
        continue;
      TermId Object = E.Subject ? term(E.Subject) : E.Args.size() ? term(Facts.Kids[E.Args.Begin]) : 0;
      TermId T =
          Map->Class ? (Object ? P.Terms.field(Object, Map->Usr) : 0) : P.Terms.make(TermKind::Global, 0, Map->Usr);
      if (T)
        reach(S.Joined, P.milestone(T, "#frozen"));
    }
    return;
  }
  default: return;
  }
}

/// if (!p) { lock; if (!p) p = new Object; } p->...: the maps of the object are made with
/// it, and who finds the pointer set, without the lock, may find them half made.
void FunctionAnalysis::recordLazyObject(const State &S, const Event &E, TermId Pointer) {
  const EntityInfo *Declared = P.declared(Pointer);
  if (!Recording || !Declared || !Declared->pointer() || Declared->What != Category::Other || !holdsLock(S) ||
      !llvm::is_contained(S.Empty, Pointer) || !llvm::is_contained(S.Empty, P.milestone(Pointer, "#unlocked")))
    return;
  const ClassInfo *Class = P.classOf(Declared->Type);
  if (!Class)
    return;
  for (SymId Member : Class->Fields) {
    const EntityInfo *Map = P.entity(Member);
    if (!Map || Map->What != Category::Map || Map->pointer())
      continue;
    AccessRecord R;
    R.Map = P.Terms.field(Pointer, Member);
    R.What = Effect::PointerWrite;
    R.Flags = FlagLazy;
    R.Operation = P.symbol("=");
    R.Function = F;
    R.At = P.place(Info, E.At);
    R.Where = situation(S);
    recordAccess(std::move(R));
  }
}

/// if (!ready.load()) { lock; if (!made) make(); ready.store(true); } use(): who comes
/// through the lock has made it or seen it made, as who has seen the flag.
bool FunctionAnalysis::setsOnce(const State &S, const Event &Publish) {
  if (Publish.Kind != EventKind::Publish || (Publish.Flags & (FlagPlain | FlagCount)) || Publish.Detail || InLoop ||
      !holdsLock(S))
    return false;
  for (const Block &B : Facts.Blocks)
    if (!(B.Flags & BlockInLoop))
      for (std::uint32_t E = B.Events.Begin; E < B.Events.End; ++E)
        if (Facts.Events[E].Kind == EventKind::Observe && Facts.Events[E].Subject == Publish.Subject)
          return true;
  return false;
}

bool Contexts::isLate(const Situation &W) const {
  if (!W.Joined)
    return false;
  SymId Frozen = P.symbol("#frozen");
  return llvm::any_of(A.TermSets[W.Joined],
                      [&](TermId T) { return P.Terms[T].Kind == TermKind::Element && P.Terms[T].B == Frozen; });
}

bool Contexts::reached(const ContextAccess &X, const char *Milestone) const {
  SymId Which = P.symbol(Milestone);
  auto In = [&](SetId Set) {
    return llvm::any_of(A.TermSets[Set], [&](TermId T) {
      const Term &N = P.Terms[T];
      if (N.Kind != TermKind::Element || N.B != Which)
        return false;
      // Of one declaration: whether the objects are the same, only then is a question.
      TermId Map = P.Terms.base(T);
      const Term &A = P.Terms[Map], &B = P.Terms[X.Access.Map];
      return Map == X.Access.Map || (A.Kind == B.Kind && A.B == B.B && mayAlias(Map, X.Access.Map));
    });
  };
  if (In(X.Access.Where.Joined))
    return true;
  for (ContextId C = X.In; C != NoContext; C = All[C].Parent)
    if (In(All[C].Where.Joined))
      return true;
  return false;
}

} // namespace maprace
