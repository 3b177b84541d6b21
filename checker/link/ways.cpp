//===- ways.cpp - ways kept apart where a flag decides about locking ------------===//
//
// Property simulation: states with different locks that a flag tells apart go on side by
// side, and a test of the flag ends those that it contradicts (assumptions.h).
//
//===----------------------------------------------------------------------===//
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

/// Ways into a block that are kept apart.
static constexpr size_t MaxStates = 4;

/// What a callee's locks have become. Where a flag of this frame decides what they are,
/// each way is a state of its own.
FunctionAnalysis::State FunctionAnalysis::leave(const State &Before, const Instance &I, const Event &E, bool Alone) {
  auto Take = [&](llvm::ArrayRef<TermId> Released, llvm::ArrayRef<Held> Locks) {
    State One = Before;
    for (TermId L : Released)
      if (llvm::any_of(One.Locks, [&](const Held &H) { return H.Guard == L; }))
        releaseGuard(One, L, true); // the caller's guard, unlocked for it
      else
        release(One, L);
    for (const Held &H : Locks) {
      if (const Held *Deferred = deferredBy(One, H.Lock)) {
        acquire(One, Deferred->Lock, Deferred->Shared, H.Lock, E.At);
        continue;
      }
      llvm::erase(One.Released, H.Lock);
      auto It = llvm::find_if(One.Locks, [&](const Held &X) { return X.Lock == H.Lock; });
      if (It == One.Locks.end()) {
        One.Locks.push_back(H);
        // Here the reader sees it taken; that a helper does it, the helper says.
        One.Locks.back().At = P.place(Info, E.At);
      }
    }
    llvm::sort(One.Locks, [](const Held &X, const Held &Y) { return X.Lock < Y.Lock; });
    return One;
  };
  if (I.Ways.empty())
    return Take(I.ExitReleased, I.ExitLocks);
  States Each;
  for (const ExitWay &W : I.Ways) {
    auto RuledOut = [&](const Assumption &X) { return contradictsAny(Before.Known, X); };
    if (llvm::any_of(W.When, RuledOut))
      continue;
    State One = Take(W.Released, W.Locks);
    llvm::erase_if(One.Known, [&](const Assumption &K) { return K.Selector == I.Env.Returned; });
    for (const Assumption &X : W.When)
      addSorted(One.Known, X);
    if (!flow(Each, One) && Each.empty())
      Each.push_back(One);
  }
  if (Each.empty())
    return Take({}, {});
  if (!Alone)
    return joined(Each);
  Forks.append(Each.begin() + 1, Each.end());
  return Each[0];
}

/// Into, with what comes from From; whether it is another now.
bool FunctionAnalysis::flow(States &Into, const State &From) {
  auto SameLocks = [&](const State &X) {
    return X.Released == From.Released &&
           std::equal(X.Locks.begin(), X.Locks.end(), From.Locks.begin(), From.Locks.end(),
                      [](const Held &A, const Held &B) { return A.Lock == B.Lock && A.Shared == B.Shared; });
  };
  auto Apart = [&](const State &X) {
    return llvm::any_of(X.Known, [&](const Assumption &K) { return contradictsAny(From.Known, K); });
  };
  State *With = llvm::find_if(Into, SameLocks);
  if (With == Into.end())
    With = llvm::find_if(Into, [&](const State &X) { return !Apart(X); });
  if (With == Into.end() && Into.size() < MaxStates) {
    Into.push_back(From);
    return true;
  }
  return merge(With == Into.end() ? Into[0] : *With, From);
}

FunctionAnalysis::State FunctionAnalysis::joined(const States &All) {
  State Result = All[0];
  for (const State &S : llvm::drop_begin(All))
    merge(Result, S);
  return Result;
}

/// Each state at the event, and those it leads to.
void FunctionAnalysis::stepAll(States &All, std::uint32_t Index) {
  States After;
  for (State &S : All) {
    Dead = false;
    Forks.clear();
    const std::vector<Held> Before = S.Views.empty() ? std::vector<Held>() : S.Locks;
    step(S, Index);
    if (Dead)
      continue;
    for (State *X = &S;;) {
      if (!X->Known.empty() && holdsLock(*X))
        LockedUnder.insert(X->Known.begin(), X->Known.end());
      letGo(*X, Before);
      After.push_back(std::move(*X));
      if (Forks.empty())
        break;
      S = Forks.pop_back_val();
      X = &S;
    }
  }
  All = std::move(After);
  while (All.size() > MaxStates) {
    merge(All[0], All.back());
    All.pop_back();
  }
}

void FunctionAnalysis::assume(State &S, const Event &E) {
  TermId X = term(E.Subject);
  const TermKind K = P.Terms[X].Kind;
  const Knowledge What = static_cast<Knowledge>(E.Detail);
  Assumption Now{X, P.sym(Info, E.Name), What != Knowledge::IsNot};
  if (What == Knowledge::Returns)
    return returns(S, E, X);
  if (What == Knowledge::Follows) {
    // Two ways from here on, unless it is known which.
    SymId Null = P.symbol("0");
    TermId Flag = term(E.Other);
    for (bool Set : {true, false}) {
      State One = S;
      Assumption Decides{Flag, Null, Set == bool(E.Flags & FlagClears)};
      if (!P.Terms.isPath(Flag) || !P.Terms.isPath(X) || contradictsAny(One.Known, Decides))
        continue;
      addSorted(One.Known, Decides);
      addSorted(One.Known, Assumption{X, Null, !Set});
      Forks.push_back(std::move(One));
    }
    if (!Forks.empty())
      S = Forks.pop_back_val();
    return;
  }
  if (What == Knowledge::Becomes) {
    llvm::erase_if(S.Known, [&](const Assumption &Y) { return Y.Selector == X; });
    if (!E.Name)
      return;
  } else if (std::optional<bool> Holds = A.Flags.judge(Now); Holds && K == TermKind::Constant) {
    Dead = !*Holds;
    return;
  }
  if (!P.Terms.isPath(X) || (K == TermKind::Result && P.Terms[X].B != F) || K == TermKind::This)
    return;
  Dead = contradictsAny(S.Known, Now);
  addSorted(S.Known, Now);
}

/// A function that tells whether it has locked: one way for each answer.
void FunctionAnalysis::returns(State &S, const Event &E, TermId Subject) {
  TermId Returned = P.Terms.make(TermKind::Returned, 0, 0);
  if (E.Name) {
    addSorted(S.Known, Assumption{Returned, P.sym(Info, E.Name), true});
    return;
  }
  if (!E.CallId) {
    for (Assumption K : std::vector<Assumption>(S.Known))
      if (K.Selector == Subject) {
        K.Selector = Returned;
        addSorted(S.Known, K);
      }
    return;
  }
  SymId False = P.symbol("0");
  State Failed = S;
  addSorted(Failed.Known, Assumption{Returned, False, true});
  Forks.push_back(std::move(Failed));
  addSorted(S.Known, Assumption{Returned, False, false});
  succeeded(S, E);
}

/// The block begins with what the state rules out.
bool FunctionAnalysis::ruledOut(const Block &To, const State &S) {
  for (std::uint32_t I = To.Events.Begin; I < To.Events.End && !S.Known.empty(); ++I) {
    const Event &E = Facts.Events[I];
    const Knowledge What = static_cast<Knowledge>(E.Detail);
    if (E.Kind == EventKind::Assume && (What == Knowledge::Is || What == Knowledge::IsNot)) {
      Assumption Now{term(E.Subject), P.sym(Info, E.Name), What == Knowledge::Is};
      if (contradictsAny(S.Known, Now))
        return true;
    }
  }
  return false;
}

/// While it waited, others may have set the flags that change at all.
void FunctionAnalysis::forgetFlags(State &S) {
  llvm::erase_if(S.Known, [&](const Assumption &K) {
    const Term &T = P.Terms[K.Selector];
    return (T.Kind == TermKind::Field || T.Kind == TermKind::Global) && !A.Flags.isConstant(K.Selector);
  });
}

void FunctionAnalysis::markUnlocked(const State &S, std::vector<Held> &Locks) {
  if (!Recording || S.Known.empty() || holdsLock(S))
    return;
  for (const Assumption &K : S.Known) {
    const Term &T = P.Terms[K.Selector];
    if (T.Kind == TermKind::Local)
      continue;
    // What is in an argument says nothing about the object that locks.
    if (T.Kind == TermKind::Result || T.Kind == TermKind::Returned)
      continue;
    if (TermKind Root = P.Terms[P.Terms.root(K.Selector)].Kind;
        T.Kind == TermKind::Field && Root != TermKind::This && Root != TermKind::Global && Root != TermKind::Capture)
      continue;
    // A member that changes says so only where it decides about both ends.
    if (T.Kind != TermKind::Param && T.Kind != TermKind::Capture && !A.Flags.isConstant(K.Selector) &&
        Asked.lookup(K.Selector) < 2)
      continue;
    if (contradictsAny(LockedUnder, K))
      if (TermId Mark = A.Flags.mark(K))
        Locks.push_back({Mark, true, 0, {}});
  }
}

} // namespace maprace
