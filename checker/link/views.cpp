//===- views.cpp - locals that lead into maps, and copies that share ----------===//
//
// A local reference, pointer or iterator that was made with a lock held needs that lock
// as long as it is used. A copy of a map of pointers shares what they point to with the
// map: changes through it are changes of the map's values.
//
//===----------------------------------------------------------------------===//
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

MarkId FunctionAnalysis::outlived(const State &S, const Event &E, ValueId View) {
  Effect What = static_cast<Effect>(E.Detail);
  if (!View || (E.Kind == EventKind::Access && What != Effect::ElementRead && What != Effect::ElementWrite))
    return 0;
  auto It = ViewsOf.find(term(View));
  if (It == ViewsOf.end())
    return 0;
  auto Lost = [&](const Held &H) {
    return llvm::none_of(S.Locks, [&](const Held &K) { return K.Lock == H.Lock && K.At == H.At; });
  };
  bool Gone = llvm::any_of(It->second.Ways, [&](const ViewOrigin::Way &W) {
    return llvm::none_of(W.Known, [&](const Assumption &X) { return contradictsAny(S.Known, X); }) &&
           llvm::any_of(W.Locks, Lost);
  });
  return Gone ? A.mark({MarkKind::KeptView, It->second.At, 0, 0, Presence::Unknown, false}) : 0;
}

llvm::SmallVector<FunctionAnalysis::CopyOrigin, 1> FunctionAnalysis::copiesIn(ValueId Container) {
  const Value &V = Facts.Values[Container];
  if (V.Kind == ValueKind::Local)
    return CopiesOf.lookup(term(Container));
  llvm::SmallVector<CopyOrigin, 1> Result;
  if (V.Kind != ValueKind::Result)
    return Result;
  for (std::uint32_t I = 0; I < Facts.Events.size(); ++I) {
    const Event &E = Facts.Events[I];
    if (E.Kind != EventKind::Call || E.CallId != V.A)
      continue;
    for (const Instance &X : instances(E, I)) {
      llvm::DenseMap<TermId, TermId> Memo;
      for (TermId M : A.Summaries[X.Callee].CopiesOut)
        if (TermId Map = P.Terms.substitute(M, X.Env, Memo))
          Result.push_back({Map, P.place(Info, E.At)});
    }
  }
  return Result;
}

void FunctionAnalysis::recordSharing(const State &S, const Event &E, TermId Map, MarkId Mark) {
  if (!Mark)
    return;
  AccessRecord R;
  R.Map = Map;
  bool Use = E.Kind == EventKind::Use;
  R.What = Use ? static_cast<Effect>(E.Detail) : Effect::ElementWrite;
  R.Flags = Use ? FlagEscape : 0;
  R.Operation = P.sym(Info, E.Name);
  R.Function = F;
  R.At = P.place(Info, E.At);
  R.Where = situation(S);
  R.Mark = Mark;
  recordAccess(std::move(R));
}

/// Where views and copies begin is noted before anything is recorded: a loop may use them
/// in a block that comes first. What was noted last is the final state there.
void FunctionAnalysis::lookThrough(State &S, const Event &E) {
  Place At = P.place(Info, E.At);
  if (E.Kind == EventKind::View && !Recording) {
    ViewOrigin &View = ViewsOf[term(E.Other)];
    View.At = At;
    // What contradicts is another way to the same place; the rest, an earlier round's.
    llvm::erase_if(View.Ways, [&](const ViewOrigin::Way &W) {
      return llvm::none_of(W.Known, [&](const Assumption &X) { return contradictsAny(S.Known, X); });
    });
    ViewOrigin::Way &Way = View.Ways.emplace_back();
    Way.Known = S.Known;
    for (const Held &H : S.Locks)
      if (P.pseudoLock(H.Lock) == PseudoLock::None)
        Way.Locks.push_back(H);
  } else if (E.Kind == EventKind::Copy) {
    ValueKind K = Facts.Values[E.Subject].Kind;
    llvm::SmallVector<CopyOrigin, 1> From;
    if (K == ValueKind::Result || K == ValueKind::Local)
      From = copiesIn(E.Subject);
    if (From.empty() && holdsLock(S))
      for (TermId M : P.Terms.alternatives(term(E.Subject)))
        From.push_back({M, At});
    if (E.Other && !Recording) {
      llvm::SmallVector<CopyOrigin, 1> &Into = CopiesOf[term(E.Other)];
      llvm::erase_if(Into, [&](const CopyOrigin &C) { return C.At == At; });
      Into.append(From.begin(), From.end());
    } else if (!E.Other && Recording) {
      for (const CopyOrigin &C : From)
        if (!llvm::is_contained(Out.CopiesOut, C.Map))
          Out.CopiesOut.push_back(C.Map);
    }
  } else if (E.Kind == EventKind::Use && Recording) {
    recordSharing(S, E, term(E.Subject), outlived(S, E, E.Other));
  } else if (E.Kind == EventKind::Mutate && Recording) {
    for (const CopyOrigin &C : copiesIn(E.Subject))
      recordSharing(S, E, C.Map, A.mark({MarkKind::SharedCopy, C.At, 0, 0, Presence::Unknown, false}));
  }
}

} // namespace maprace
