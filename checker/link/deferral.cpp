//===- deferral.cpp - which calls are not lifted into a summary --------------===//
//
// A summary holds what its callees touch, so that callers see nothing else. In a large
// program that is too much: the same accesses would be copied into every function from
// which they can be reached. Beyond a size, and on a large cycle of calls, where everybody
// reaches everybody, a summary keeps the call itself instead. What is behind it is looked
// at from the threads' entries, once for each way that the callee's frame can look.
//
//===----------------------------------------------------------------------===//
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

/// A summary that calls would make larger than this leaves them.
static constexpr size_t MaxLifted = 150;
/// Helpers that do less than this are always lifted: a call costs as much.
static constexpr size_t SmallSummary = 12;

bool FunctionAnalysis::defers(FuncId Callee) const {
  const Summary &S = A.Summaries[Callee];
  if (!S.Deferred.empty() || (A.LargeCycle[F] && A.LargeCycle[F] == A.LargeCycle[Callee]))
    return true;
  return S.Accesses.size() > SmallSummary && Out.Accesses.size() + S.Accesses.size() > MaxLifted;
}

/// What recordAccess() and record() would find out about each access below the call is
/// said here about the slots of the callee's frame that the accesses begin at.
void FunctionAnalysis::defer(FuncId Callee, const Environment &Env, const Situation &Where, const Event &E) {
  DeferredCall D{Callee, Env, Where, P.place(Info, E.At)};
  const std::uint32_t Special = FuncConstructor | FuncDestructor;
  auto Mark = [&](SlotSet Slot, TermId V) {
    if (!V || !P.Terms.isPath(V))
      return;
    TermId Root = P.Terms.root(V);
    const Term &R = P.Terms[Root];
    bool OwnMap = Root == V && R.Kind == TermKind::Local && R.B == F && !Facts.Locals[R.A].Escapes &&
                  Facts.Locals[R.A].What == Category::Map;
    if (OwnMap || A.isPrivate(F, V) || (Now && isOwned(*Now, V) && !A.throughPointer(V)) ||
        ((E.Flags & FlagInit) && P.Terms.hasPrefix(V, term(E.Subject))))
      D.Private |= Slot;
    if ((Facts.Flags & Special) && R.Kind == TermKind::This && !A.throughPointer(V))
      D.Fresh |= Slot;
  };
  Mark(slotOf({.Kind = TermKind::This}), Env.This);
  for (std::uint32_t I = 0; I < Env.Params.size(); ++I)
    Mark(slotOf({.Kind = TermKind::Param, .A = I}), Env.Params[I]);
  for (std::uint32_t I = 0; I < Env.Captures.size(); ++I)
    Mark(slotOf({.Kind = TermKind::Capture, .A = I}), Env.Captures[I]);
  if (P.function(Callee).Facts->Flags & Special)
    D.Fresh |= slotOf({.Kind = TermKind::This});
  Out.Deferred.push_back(std::move(D));
}

} // namespace maprace
