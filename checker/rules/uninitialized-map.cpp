//===- uninitialized-map.cpp - MR11 -----------------------------------------===//
//
// A map held by pointer, smart pointer or optional is used by a thread, and nothing has
// surely created it when that thread was started: it is created only later, in parallel
// with the thread, or on some of the ways to the start. Reported at the use.
// Silent: the thread tests the pointer; the declaration or a constructor creates the
// map; nobody in view creates it but unknown code may; the use is in a function that the
// outside calls; creation where the pointer was seen to be empty (MR10).
//
//===----------------------------------------------------------------------===//
#include "checker/rules/precedence.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

namespace {

bool creates(const ContextAccess &X) { return X.Access.What == Effect::PointerWrite && !(X.Access.Flags & FlagClears); }

bool isAncestor(const Contexts &C, ContextId Of, ContextId X) {
  for (ContextId Up = C.All[Of].Parent; Up != NoContext; Up = C.All[Up].Parent)
    if (Up == X)
      return true;
  return false;
}

/// A use of the map itself, in a thread that a program of its own has started.
bool uses(const Contexts &C, const ContextAccess &X) {
  if (X.Access.What == Effect::PointerRead || X.Access.What == Effect::PointerWrite || (X.Access.Flags & FlagEscape))
    return false;
  return C.All[X.In].Kind == ContextKind::Thread && !C.onlyPossible(X.In) &&
         C.All[C.root(X.In)].Kind == ContextKind::Main;
}

/// Something is stored in the pointer, or unknown code, or a caller, gets a hold of it.
bool leavesView(const Program &P, SymId Pointer) {
  for (const FunctionInfo &F : llvm::drop_begin(P.functions())) {
    auto Names = [&](ValueId V) {
      const Value &X = F.Facts->Values[V];
      return (X.Kind == ValueKind::Field || X.Kind == ValueKind::Global) && P.sym(F, X.Name) == Pointer;
    };
    for (const Event &E : F.Facts->Events) {
      bool Given = false;
      for (std::uint32_t K = E.Args.Begin; K < E.Args.End; ++K)
        Given |= Names(F.Facts->Kids[K]);
      if ((Given && E.Kind != EventKind::Access) ||
          (E.Kind == EventKind::Store && (Names(E.Subject) || Names(E.Other))) ||
          (E.Kind == EventKind::Return && Names(E.Other)) || (E.Kind == EventKind::Test && Names(E.Subject)))
        return true;
    }
  }
  return false;
}

} // namespace

std::optional<Conflict> uninitializedMap(const Picture &P, std::size_t Map) {
  const MapUse &M = P.Maps[Map];
  const EntityInfo *E = P.C.P.entity(M.Usr);
  if (!E || !E->pointer() || (E->Flags & (EntityReference | EntityArray | EntityInit)))
    return std::nullopt;
  llvm::SmallVector<const ContextAccess *, 8> Creations;
  for (const ContextAccess *X : M.Accesses)
    if (creates(*X)) {
      if (X->Access.Flags & FlagLazy)
        return std::nullopt;
      Creations.push_back(X);
    }
  if (Creations.empty()) {
    // Nothing that is in view, or could be elsewhere, makes the map.
    auto Used = llvm::find_if(M.Accesses, [&](const ContextAccess *X) { return uses(P.C, *X); });
    bool Tested =
        llvm::any_of(M.Accesses, [](const ContextAccess *X) { return X->Access.What == Effect::PointerRead; });
    if (Used == M.Accesses.end() || Tested || leavesView(P.C.P, M.Usr))
      return std::nullopt;
    return Conflict{*Used, *Used};
  }
  for (const ContextAccess *X : M.Accesses) {
    if (!uses(P.C, *X) || P.C.reached(*X, "#made"))
      continue;
    const ContextAccess *Shown = nullptr;
    bool Other = false; ///< created in a way that is not understood
    for (const ContextAccess *W : Creations) {
      bool Late = P.C.parallel(*W, *X) && P.C.mayAlias(W->Access.Map, X->Access.Map) && !isOrdered(P, *W, *X);
      if (Late || isAncestor(P.C, X->In, W->In)) {
        if (!Shown || Late)
          Shown = W;
      } else {
        Other = true;
      }
    }
    if (Shown && !Other)
      return Conflict{X, Shown};
  }
  return std::nullopt;
}

void checkUninitializedMap(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    std::optional<Conflict> Pair = ownPair(P, I, RuleId::MR11);
    if (!Pair)
      continue;
    const MapUse &M = P.Maps[I];
    bool Never = Pair->First == Pair->Second;
    bool Late = !Never && P.C.parallel(*Pair->First, *Pair->Second);
    std::string Text = "'" + M.Name + "' may lead nowhere when " + describeThread(P.C, Pair->First->In) +
                       " uses it by '" + P.C.P.text(Pair->First->Access.Operation).str() + "': " +
                       (Never  ? "nothing creates it"
                        : Late ? "it is created only after the thread has been started"
                               : "it is created on some of the ways to its start only");
    Finding F = makeFinding(P, M, RuleId::MR11, *Pair, Text);
    Out.push_back(std::move(F));
  }
}

} // namespace maprace
