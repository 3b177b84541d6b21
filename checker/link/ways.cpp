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
  // What it leaves the flags at that it sets, its ways out say.
  const std::vector<SymId> &Changes = A.Summaries[I.Callee].Changes;
  auto Sets = [&](TermId Flag) {
    const Term &T = P.Terms[isOf(Flag, "#unset") ? P.Terms.base(Flag) : Flag];
    return (T.Kind == TermKind::Field || T.Kind == TermKind::Global) && llvm::is_contained(Changes, T.B);
  };
  State Entered = Before;
  llvm::erase_if(Entered.Known, [&](const Assumption &K) { return Sets(K.Selector); });
  auto Take = [&](llvm::ArrayRef<TermId> Released, llvm::ArrayRef<Held> Locks) {
    State One = Entered;
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
      } else {
        It->Shared &= H.Shared; // a reader's lock that is upgraded
      }
    }
    llvm::sort(One.Locks, [](const Held &X, const Held &Y) { return X.Lock < Y.Lock; });
    return One;
  };
  if (I.Ways.empty())
    return Take(I.ExitReleased, I.ExitLocks);
  States Each;
  for (const ExitWay &W : I.Ways) {
    auto RuledOut = [&](const Assumption &X) {
      if (isOf(X.Selector, "#entry"))
        return contradictsAny(Before.Known, Assumption{P.Terms.base(X.Selector), X.Constant, X.Equal});
      return contradictsAny(Entered.Known, X);
    };
    if (llvm::any_of(W.When, RuledOut))
      continue;
    State One = Take(W.Released, W.Locks);
    forgetFlag(One, I.Env.Returned);
    for (const Assumption &X : W.When)
      if (!isOf(X.Selector, "#entry"))
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
      for (const Assumption &K : X->Known)
        for (const Held &H : X->Locks)
          if (P.pseudoLock(H.Lock) == PseudoLock::None)
            LockedUnder.insert({K, H.Lock});
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
  TermId X = flagOf(E.Subject);
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
    forgetFlag(S, X);
    llvm::erase(S.Empty, X);
    forgetFlag(S, P.Terms.element(X, 0, P.symbol("#unset")));
    llvm::erase_if(Agreeing, [&](const auto &Pair) { return Pair.first == X; });
    if (E.CallId)
      return attempted(S, E, X);
    if (E.Other)
      agree(S, X, term(E.Other));
    if (!E.Name)
      return;
  } else if (std::optional<bool> Holds = A.Flags.judge(Now); Holds && K == TermKind::Constant) {
    Dead = !*Holds;
    return;
  }
  if (!P.Terms.isPath(X) || (K == TermKind::Result && P.Terms[X].B != F) || K == TermKind::This)
    return;
  Dead = contradictsAny(S.Known, Now);
  learn(S, Now);
  if (What != Knowledge::Becomes && A.Running.excludesRunning(Now))
    addSorted(S.Empty, X);
  // Not set so far: it was that when the function was entered.
  if (Reset.contains(X) && llvm::any_of(S.Known, [&](const Assumption &K) {
        return isOf(K.Selector, "#unset") && P.Terms.base(K.Selector) == X;
      }))
    learn(S, {P.Terms.element(X, 0, P.symbol("#entry")), Now.Constant, Now.Equal});
}

/// What a flag was when the function was entered (#entry), or that it has not been set since
/// (#unset).
bool FunctionAnalysis::isOf(TermId T, llvm::StringRef What) const {
  return P.Terms[T].Kind == TermKind::Element && P.text(P.Terms[T].B) == What;
}

/// Flags that the function both sets and is asked for.
void FunctionAnalysis::findResets(State &Start) {
  if (Facts.Flags & FuncConstructor)
    return;
  for (const Event &E : Facts.Events)
    if (E.Kind == EventKind::Assume && static_cast<Knowledge>(E.Detail) == Knowledge::Becomes)
      if (TermId X = term(E.Subject); Asked.lookup(X) && P.Terms[X].Kind == TermKind::Field && Reset.insert(X).second)
        addSorted(Start.Known, Assumption{P.Terms.element(X, 0, P.symbol("#unset")), P.symbol("1"), true});
}

/// What is known of a parameter is known of the member that was set to it, and the other
/// way round. What is some other constant is not null.
void FunctionAnalysis::learn(State &S, const Assumption &X) {
  SymId Null = P.symbol("0");
  auto Add = [&](TermId Selector) {
    addSorted(S.Known, Assumption{Selector, X.Constant, X.Equal});
    if (X.Equal && X.Constant != Null)
      addSorted(S.Known, Assumption{Selector, Null, false});
  };
  Add(X.Selector);
  for (const auto &[Member, Given] : Agreeing)
    if (TermId Other = X.Selector == Member ? Given : X.Selector == Given ? Member : 0)
      if (P.Terms.isPath(Other))
        Add(Other);
}

/// Flag was set to what Given is.
void FunctionAnalysis::agree(State &S, TermId Flag, TermId Given) {
  const Term &T = P.Terms[Given];
  if (T.Kind == TermKind::Constant)
    return learn(S, {Flag, T.B, true});
  for (const Assumption &K : std::vector<Assumption>(S.Known))
    if (K.Selector == Given)
      learn(S, {Flag, K.Constant, K.Equal});
  if (T.Kind == TermKind::Param)
    Agreeing.push_back({Flag, Given});
}

/// Two ways from here on: the attempt to lock has succeeded, and Tells says so, or not.
void FunctionAnalysis::attempted(State &S, const Event &E, TermId Tells) {
  SymId False = P.symbol("0");
  const bool Inverted = E.Flags & FlagClears;
  if (!P.Terms.isPath(Tells) && P.Terms[Tells].Kind != TermKind::Returned)
    return;
  State Failed = S;
  learn(Failed, {Tells, False, !Inverted});
  Forks.push_back(std::move(Failed));
  learn(S, {Tells, False, Inverted});
  succeeded(S, E);
}

/// The flag that the branch asks for, by itself or by a getter, as long as nobody else sets it.
TermId FunctionAnalysis::flagOf(ValueId V) {
  TermId X = term(V);
  if (P.Terms[X].Kind != TermKind::Result || P.Terms[X].B != F)
    return X;
  auto Asked = llvm::find_if(Facts.Events,
                             [&](const Event &E) { return E.Kind == EventKind::Call && E.CallId == P.Terms[X].A; });
  if (Asked == Facts.Events.end())
    return X;
  const std::vector<Instance> &Called = instances(*Asked, Asked - Facts.Events.begin());
  TermId Answer = Called.size() == 1 ? A.Summaries[Called[0].Callee].Answer : 0;
  llvm::DenseMap<TermId, TermId> Memo;
  TermId Flag = Answer ? canonical(P.Terms.substitute(Answer, Called[0].Env, Memo)) : 0;
  if (!Flag)
    return X;
  const Term &Root = P.Terms[P.Terms.root(Flag)];
  bool Own = Root.Kind == TermKind::Local && Root.B == F && !Facts.Locals[Root.A].Escapes && !A.throughPointer(Flag);
  return Own || A.Flags.isConstant(Flag) ? Flag : X;
}

/// A function that tells whether it has locked: one way for each answer.
void FunctionAnalysis::returns(State &S, const Event &E, TermId Subject) {
  TermId Returned = P.Terms.make(TermKind::Returned, 0, 0);
  if (E.CallId)
    return attempted(S, E, Returned);
  if (E.Name)
    return learn(S, {Returned, P.sym(Info, E.Name), true});
  for (const Assumption &K : std::vector<Assumption>(S.Known))
    if (K.Selector == Subject)
      learn(S, {Returned, K.Constant, K.Equal});
}

/// A getter: what it returns is the member.
void FunctionAnalysis::findAnswer() {
  const Event *Only = nullptr;
  for (const Event &E : Facts.Events)
    if (E.Kind == EventKind::Assume && static_cast<Knowledge>(E.Detail) == Knowledge::Returns) {
      if (Only)
        return;
      Only = &E;
    }
  if (Only && !Only->Name && !Only->CallId && P.Terms[term(Only->Subject)].Kind == TermKind::Field)
    Out.Answer = term(Only->Subject);
}

/// The block begins with what the state rules out.
bool FunctionAnalysis::ruledOut(const Block &To, const State &S) {
  for (std::uint32_t I = To.Events.Begin; I < To.Events.End && !S.Known.empty(); ++I) {
    const Event &E = Facts.Events[I];
    const Knowledge What = static_cast<Knowledge>(E.Detail);
    if (E.Kind == EventKind::Assume && (What == Knowledge::Is || What == Knowledge::IsNot)) {
      Assumption Now{flagOf(E.Subject), P.sym(Info, E.Name), What == Knowledge::Is};
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
  if (!Recording || S.Known.empty())
    return;
  auto Held = [&](TermId Lock) { return llvm::any_of(S.Locks, [&](const auto &H) { return H.Lock == Lock; }); };
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
    if (llvm::any_of(LockedUnder, [&](const auto &Under) { return contradict(Under.first, K) && !Held(Under.second); }))
      if (TermId Mark = A.Flags.mark(K))
        Locks.push_back({Mark, true, 0, {}});
  }
}

} // namespace maprace
