//===- unbounded-growth.cpp - MR18 ------------------------------------------===//
//
// A thread inserts into a map that lives as long as the program, and nothing in view
// erases from it, clears, swaps or replaces it. Reported at the insertion.
// Silent: maps that live in something shorter-lived or are elements of another
// container, a single insertion, and insertion before the threads only.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/rule.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

namespace {

/// A global, a static, or a member of one; or of an object that main itself has.
bool livesLong(const Contexts &C, const ContextAccess &X) {
  if (C.P.Terms.anyStep(X.Access.Map, [](const Term &T) { return T.Kind == TermKind::Element; }))
    return false;
  const Term &Root = C.P.Terms[C.P.Terms.root(X.Access.Map)];
  if (C.A.throughPointer(X.Access.Map))
    return false;
  if (Root.Kind == TermKind::Global)
    return true;
  return Root.Kind == TermKind::Local && (C.P.function(Root.B).Facts->Flags & FuncMain);
}

bool inThread(const Contexts &C, const ContextAccess &X) {
  const Context &K = C.All[X.In];
  return (K.Kind == ContextKind::Thread || K.Kind == ContextKind::Posted) && !C.onlyPossible(X.In);
}

bool inLoop(const Program &P, const ContextAccess &X) {
  const FunctionInfo &I = P.function(X.Access.Function);
  for (const Block &B : I.Facts->Blocks)
    if (B.Flags & BlockInLoop)
      for (std::uint32_t E = B.Events.Begin; E < B.Events.End; ++E)
        if (P.place(I, I.Facts->Events[E].At) == X.Access.At)
          return true;
  return false;
}

/// Again and again: in a loop, or in a function that a loop of the thread calls.
bool repeats(const Contexts &C, const ContextAccess &X) {
  if (inLoop(C.P, X) || C.All[X.In].Many || C.All[X.In].Kind == ContextKind::Posted)
    return true;
  for (ChainId First : {X.Prefix, X.Access.Chain})
    for (ChainId K = First; K; K = C.A.Chains[K].Next) {
      ContextAccess Call;
      Call.Access.Function = C.A.Chains[K].Caller;
      Call.Access.At = C.A.Chains[K].At;
      if (inLoop(C.P, Call))
        return true;
    }
  return false;
}

bool shrinks(const Program &P, Effect What, SymId Operation) {
  switch (What) {
  case Effect::Erase:
  case Effect::Assign:
  case Effect::PointerWrite:
  case Effect::UnsafeOp: return true;
  default: return P.text(Operation) == "gc"; // the companion's own
  }
}

} // namespace

void checkUnboundedGrowth(const Picture &P, std::vector<Finding> &Out) {
  for (const MapUse &M : P.Maps) {
    if (M.What != Category::Map || !M.Usr)
      continue;
    const ContextAccess *Grows = nullptr;
    for (const ContextAccess *X : M.Accesses)
      if (!Grows && X->Access.What == Effect::Insert && inThread(P.C, *X) && livesLong(P.C, *X) && repeats(P.C, *X))
        Grows = X;
    // By its name in any function, or under the name of a parameter in the threads.
    auto Shrinks = [&](const ContextAccess *X) { return shrinks(P.C.P, X->Access.What, X->Access.Operation); };
    auto ShrinksUnseen = [&](const WrittenAccess &A) { return shrinks(P.C.P, A.What, A.Operation); };
    if (!Grows || llvm::any_of(M.Accesses, Shrinks) || llvm::any_of(P.Written.lookup(M.Usr), ShrinksUnseen))
      continue;
    std::string Text = "'" + M.Name + "' grows by '" + P.C.P.text(Grows->Access.Operation).str() + "' in " +
                       describeThread(P.C, Grows->In) +
                       " for as long as the program runs: nothing erases from it, "
                       "clears or replaces it";
    Out.push_back(makeFinding(P, M, RuleId::MR18, {Grows, Grows}, Text));
  }
}

} // namespace maprace
