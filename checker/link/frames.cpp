//===- frames.cpp - calls: a callee's summary in the caller's terms -------------===//
//
// A call event has an instance for each callee it may reach. What the callee touches,
// starts, stores and calls is recorded in the names of this frame, composed with what
// holds here.
//
//===----------------------------------------------------------------------===//
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"

namespace maprace {

/// Pointers that are followed one after the other.
static constexpr unsigned MaxSettled = 4;

/// What held below a call, in the names of this frame. That a signal is still to come is
/// no news about one that an earlier round of a loop, or an earlier call, has given.
Situation FunctionAnalysis::seenFromHere(Situation W, const State &S) {
  W.Locks = A.decide(W.Locks, S.Known);
  if (!W.Locks || (Alias.empty() && S.Signalled.empty() && S.Deferred.empty()))
    return W;
  std::vector<Held> Locks = A.LockSets[W.Locks];
  llvm::erase_if(Locks, [&](const Held &H) {
    TermId Signal = canonical(P.Terms.base(H.Lock));
    return P.pseudoLock(H.Lock) == PseudoLock::Before && llvm::is_contained(S.Signalled, Signal) &&
           !OwnCounters.contains(Signal);
  });
  for (Held &H : Locks) {
    H.Lock = canonical(H.Lock);
    if (const Held *Deferred = deferredBy(S, H.Lock))
      H.Lock = Deferred->Lock;
  }
  llvm::sort(Locks, [](const Held &X, const Held &Y) { return X.Lock < Y.Lock; });
  W.Locks = A.LockSets.intern(std::move(Locks));
  return W;
}

/// The ways out of a callee that its arguments leave, in this frame's terms.
template <class Fn> std::vector<ExitWay> FunctionAnalysis::waysOut(const Summary &S, Fn Map) {
  std::vector<ExitWay> Result;
  for (const ExitWay &W : S.ExitWays) {
    ExitWay X;
    bool Possible = true;
    for (Assumption K : W.When) {
      K.Selector = canonical(Map(K.Selector));
      if (!K.Selector)
        continue;
      std::optional<bool> Holds = A.Flags.judge(K);
      Possible &= Holds.value_or(true);
      if (!Holds)
        X.When.push_back(K);
    }
    if (!Possible)
      continue;
    for (Held H : W.Locks) {
      H.Lock = canonical(Map(H.Lock));
      H.Guard = Map(H.Guard);
      if (H.Lock)
        X.Locks.push_back(H);
    }
    for (TermId T : W.Released)
      if (TermId R = Map(T))
        X.Released.push_back(R);
    Result.push_back(std::move(X));
  }
  return Result;
}

const std::vector<FunctionAnalysis::Instance> &FunctionAnalysis::instances(const Event &E, std::uint32_t Index) {
  std::vector<Instance> &Result = Instances[Index];
  if (Instantiated[Index])
    return Result;
  Instantiated[Index] = 1;
  llvm::SmallVector<TermId, 6> Args;
  for (std::uint32_t K = E.Args.Begin; K < E.Args.End; ++K)
    Args.push_back(term(Facts.Kids[K]));
  auto Add = [&](FuncId Callee, const Environment &Env) {
    const Summary &S = A.Summaries[Callee];
    Instance I;
    I.Callee = Callee;
    I.Env = Env;
    I.Env.Returned = P.Terms.make(TermKind::Result, E.CallId, F);
    I.Returning = S.Returning;
    llvm::DenseMap<TermId, TermId> Memo;
    auto Map = [&](TermId T) { return P.Terms.substitute(T, I.Env, Memo); };
    if (P.function(Callee).Facts->Flags & FuncConstructor)
      for (const StoreRecord &R : S.Stores)
        noteAlias(Map(R.Dest), Map(R.Source));
    for (const StoreRecord &R : S.Stores)
      if (TermId Source = Map(R.Source))
        I.Shown.push_back({Map(R.Dest), Source});
    for (Held H : S.ExitLocks) {
      H.Lock = canonical(Map(H.Lock));
      H.Guard = Map(H.Guard);
      if (H.Lock)
        I.ExitLocks.push_back(H);
    }
    for (TermId T : S.ExitReleased)
      if (TermId X = Map(T))
        I.ExitReleased.push_back(X);
    I.Ways = waysOut(S, Map);
    if (I.Ways.size() == 1) {
      I.ExitLocks = I.Ways[0].Locks;
      I.ExitReleased = I.Ways[0].Released;
    }
    for (TermId T : S.ExitJoined)
      if (TermId X = Map(T))
        addSorted(I.ExitJoined, canonical(X));
    for (TermId T : S.Barriers)
      if (TermId X = Map(T))
        I.Barriers.push_back(X);
    for (LiveThread L : S.ExitLive) {
      L.Spawn = A.substitute(L.Spawn, I.Env, Memo);
      L.Handle = Map(L.Handle);
      // A callee that returns a future or thread returns the way to wait for what
      // it started, also where it hid the work in a queue.
      if (!L.Handle && (P.function(Callee).Facts->Flags & FuncReturnsHandle) && A.Spawns[L.Spawn].Posted)
        L.Handle = I.Env.Returned;
      addSorted(I.ExitLive, L);
    }
    Result.push_back(std::move(I));
  };
  if (E.Callee) {
    for (FuncId Callee : A.callees(F, E)) {
      Environment Env;
      Env.This = term(E.Subject);
      Env.Params.assign(Args.begin(), Args.end());
      Add(Callee, Env);
    }
  } else {
    for (Analyzer::Target &T : A.targets(term(E.Other), Args))
      Add(T.Function, T.Env);
  }
  return Result;
}

/// An element that was taken out of its container, and is owned no more, is one of those
/// that others can find there.
TermId FunctionAnalysis::givenBack(TermId T) {
  if (!P.Terms.isStep(T))
    return T;
  const Term X = P.Terms[T];
  TermId Base = P.Terms.base(T), To = givenBack(Base);
  if (X.Kind == TermKind::Element && P.text(X.B).starts_with("taken:") && !(Now && llvm::is_contained(Now->Owned, T)))
    return P.Terms.element(To, F, P.symbol("given:"));
  return To == Base ? T : P.Terms.stepFrom(To, T);
}

/// A pointer or reference member of an object of this frame may lead to somebody
/// else's map.
bool FunctionAnalysis::leadsOut(TermId Map) const {
  const EntityInfo *E = P.member(Map);
  return E && E->pointer();
}

bool FunctionAnalysis::takenOut(TermId Map) const {
  return P.Terms.anyStep(
      Map, [&](const Term &X) { return X.Kind == TermKind::Element && P.text(X.B).starts_with("taken:"); });
}

/// By the one place that a pointer or reference in a local object was set from: a guard
/// object of the program leads to the map it guards, and callers do not know the local.
TermId FunctionAnalysis::settled(TermId T, unsigned Pointers) {
  if (SetFrom.empty())
    for (const StoreRecord &R : Out.Stores)
      if (P.Terms.isPath(R.Source) && !A.mentions(R.Source, R.Dest))
        if (auto [It, New] = SetFrom.try_emplace(R.Dest, R.Source); !New && It->second != R.Source)
          It->second = 0; // of several
  for (; Pointers < MaxSettled; ++Pointers) {
    TermId Next = T;
    if (auto It = SetFrom.find(T); It != SetFrom.end() && It->second)
      Next = It->second;
    else if (P.Terms.isStep(T))
      if (TermId Base = P.Terms.base(T), To = settled(Base, Pointers); To != Base)
        Next = P.Terms.stepFrom(To, T);
    if (Next == T)
      break;
    T = Next;
  }
  return T;
}

void FunctionAnalysis::settleAccesses() {
  auto Settle = [&](TermId &T) {
    // What is on the heap is best named by what holds it.
    if (leadsOut(P.Terms.container(T)))
      if (TermId To = settled(T), Root = P.Terms.root(To);
          P.Terms[Root].Kind != TermKind::Alloc && !A.isHeapLocal(Root))
        T = To;
  };
  for (AccessRecord &R : Out.Accesses)
    if (R.What != Effect::PointerWrite)
      Settle(R.Map);
  for (StoreRecord &R : Out.Stores)
    Settle(R.Source);
}

void FunctionAnalysis::noteUnseen(const AccessRecord &R) {
  if (R.What == Effect::Insert || R.What == Effect::Assign)
    A.WrittenUnseen.insert({R.Map, R.At});
}

/// All of the locks of which one is held, as if they were.
SetId FunctionAnalysis::eachChoice(SetId Locks) {
  std::vector<Held> All;
  for (const Held &H : A.LockSets[Locks])
    for (TermId Lock : P.Terms.alternatives(H.Lock)) {
      Held One = H;
      One.Lock = Lock;
      All.push_back(One);
    }
  llvm::sort(All, [](const Held &X, const Held &Y) { return X.Lock < Y.Lock; });
  return A.LockSets.intern(std::move(All));
}

void FunctionAnalysis::recordAccess(AccessRecord R, bool Decided) {
  if (!R.Map || A.neverHappens(R.Where))
    return;
  if (P.Terms[R.Map].Kind == TermKind::OneOf) {
    // What chose the map may have chosen the lock.
    R.Where.Locks = eachChoice(R.Where.Locks);
    for (TermId M : P.Terms.alternatives(R.Map)) {
      AccessRecord One = R;
      One.Map = M;
      recordAccess(One, Decided);
    }
    return;
  }
  if (!P.Terms.isPath(R.Map) || A.isPrivate(F, R.Map))
    return;
  TermId Root = P.Terms.root(R.Map);
  if (Now && !leadsOut(R.Map)) {
    // Nobody else has seen the object yet; of one that the caller gave, he must say.
    TermId Owned = ownedRoot(*Now, R.Map);
    if (Owned && !isGiven(Owned))
      return noteUnseen(R);
    R.Early |= Owned != 0;
  }
  if (R.What != Effect::PointerWrite)                      // the pointer is written, not what it leads to
    R.Map = canonical(Decided ? R.Map : givenBack(R.Map)); // as the locks beside it are
  const Term &T = P.Terms[Root];
  if ((T.Kind == TermKind::Local) && T.B == F && !Facts.Locals[T.A].Escapes && !A.throughPointer(R.Map) &&
      Facts.Locals[T.A].What == Category::Map && Root == R.Map)
    return; // nobody else knows this object
  // One record stands for all at the same place with the same protection.
  unsigned Class = static_cast<unsigned>(R.What) | (R.Init << 4) | (R.Flags & FlagEscape ? 32 : 0) | (R.Early << 6);
  std::size_t PlaceKey = llvm::hash_combine(R.At.File, R.At.Line, R.At.Col, R.Mark);
  if (!SeenAccess
           .insert({R.Map, Class + 128 * (PlaceKey % 100003), R.Where.Locks, R.Where.Live, R.Where.Joined,
                    R.Where.Released})
           .second)
    return;
  if (Out.Accesses.size() >= MaxAccesses) {
    Out.Truncated = true;
    return;
  }
  Out.Accesses.push_back(std::move(R));
}

void FunctionAnalysis::record(const Instance &I, const State &Before, const State &S, const Event &E) {
  const Summary &Callee = A.Summaries[I.Callee];
  Situation Outer = situation(S);
  Place At = P.place(Info, E.At);
  llvm::DenseMap<TermId, TermId> Memo;
  llvm::DenseMap<std::uint64_t, Situation> Situations;
  auto Compose = [&](const Situation &W) {
    std::uint64_t Key = llvm::hash_combine(W.Locks, W.Released, W.Live, W.Joined);
    auto It = Situations.find(Key);
    if (It != Situations.end())
      return It->second;
    Situation R = A.compose(Outer, seenFromHere(A.substitute(W, I.Env, Memo), S));
    Situations[Key] = R;
    return R;
  };
  for (const AccessRecord &R : Callee.Accesses) {
    AccessRecord X = R;
    X.Map = P.Terms.substitute(R.Map, I.Env, Memo);
    X.Key = P.Terms.substitute(R.Key, I.Env, Memo);
    if (!X.Map)
      continue;
    // Construction of a static: nobody sees the object before it is complete.
    if ((E.Flags & FlagInit) && P.Terms.hasPrefix(X.Map, term(E.Subject)))
      continue;
    // Constructors and destructors have their object to themselves, but for threads
    // that run at that time.
    if ((P.function(I.Callee).Facts->Flags & (FuncConstructor | FuncDestructor)) && A.isPartOfThis(R.Map))
      X.Init = true;
    if ((Facts.Flags & (FuncConstructor | FuncDestructor)) && A.isPartOfThis(X.Map))
      X.Init = true;
    // Made by the callee before it showed the object to anybody: as private as here.
    X.Early = false;
    if (R.Early) {
      TermId Root = ownedRoot(Before, X.Map);
      if (Root && !isGiven(Root)) {
        noteUnseen(X);
        continue;
      }
      X.Early = Root != 0;
    }
    // `if (!p) create();`
    if (R.What == Effect::PointerWrite && llvm::is_contained(S.Empty, X.Map))
      X.Flags |= FlagLazy;
    X.Where = Compose(R.Where);
    X.Chain = A.prepend(F, At, I.Callee, R.Chain);
    // What the callee does before it hands an object on, it does as the caller would have.
    llvm::SaveAndRestore Then(Now, R.Early ? &Before : Now);
    // Whose the element is that the callee itself took out, the callee knows.
    recordAccess(std::move(X), takenOut(R.Map));
  }
  for (const InvokeRecord &R : Callee.Invokes) {
    InvokeRecord X = R;
    X.Callee = P.Terms.substitute(R.Callee, I.Env, Memo);
    for (TermId &T : X.Args)
      T = P.Terms.substitute(T, I.Env, Memo);
    X.Where = Compose(R.Where);
    X.Chain = A.prepend(F, At, I.Callee, R.Chain);
    // Now that the callable is known, the call is as good as a direct one.
    llvm::SmallVector<Analyzer::Target, 2> Targets = A.targets(X.Callee, X.Args);
    bool Resolved = false;
    for (Analyzer::Target &T : Targets) {
      if (T.Function == F)
        continue;
      Resolved = true;
      if (defers(T.Function)) {
        defer(T.Function, T.Env, X.Where, E);
        continue;
      }
      const Summary &Run = A.Summaries[T.Function];
      llvm::DenseMap<TermId, TermId> Inner;
      for (const AccessRecord &Q : Run.Accesses) {
        AccessRecord Y = Q;
        Y.Early = false;
        Y.Key = 0;
        Y.Map = P.Terms.substitute(Q.Map, T.Env, Inner);
        if (!Y.Map)
          continue;
        Y.Where = A.compose(X.Where, A.substitute(Q.Where, T.Env, Inner));
        Y.Chain = A.prepend(F, At, I.Callee, A.chain(R.Function, R.At, T.Function, Q.Chain));
        recordAccess(std::move(Y));
      }
      for (const SpawnOccurrence &Q : Run.Spawns) {
        SpawnOccurrence Y = Q;
        Y.Spawn = A.substitute(Q.Spawn, T.Env, Inner);
        Y.Handle = P.Terms.substitute(Q.Handle, T.Env, Inner);
        Y.Where = A.compose(X.Where, A.substitute(Q.Where, T.Env, Inner));
        if (SeenSpawn.insert({Y.Spawn, Y.Handle, Y.Where.Live, Y.Where.Joined}).second && Out.Spawns.size() < MaxSpawns)
          Out.Spawns.push_back(Y);
      }
      for (const InvokeRecord &Q : Run.Invokes) {
        InvokeRecord Y = Q;
        Y.Callee = P.Terms.substitute(Q.Callee, T.Env, Inner);
        for (TermId &Arg : Y.Args)
          Arg = P.Terms.substitute(Arg, T.Env, Inner);
        Y.Where = A.compose(X.Where, A.substitute(Q.Where, T.Env, Inner));
        if (Y.Callee && SeenInvoke.insert({Y.Callee, Y.Where.Locks, Y.Where.Live}).second &&
            Out.Invokes.size() < MaxInvokes)
          Out.Invokes.push_back(Y);
      }
    }
    if (!Resolved && X.Callee && SeenInvoke.insert({X.Callee, X.Where.Locks, X.Where.Live}).second &&
        Out.Invokes.size() < MaxInvokes)
      Out.Invokes.push_back(std::move(X));
  }
  for (const SpawnOccurrence &R : Callee.Spawns) {
    SpawnOccurrence X;
    X.Spawn = A.substitute(R.Spawn, I.Env, Memo);
    X.Handle = P.Terms.substitute(R.Handle, I.Env, Memo);
    X.Where = Compose(R.Where);
    X.Chain = A.prepend(F, At, I.Callee, R.Chain);
    if (SeenSpawn.insert({X.Spawn, X.Handle, X.Where.Live, X.Where.Joined}).second && Out.Spawns.size() < MaxSpawns)
      Out.Spawns.push_back(X);
  }
  for (const StoreRecord &R : Callee.Stores) {
    StoreRecord X{P.Terms.substitute(R.Dest, I.Env, Memo), P.Terms.substitute(R.Source, I.Env, Memo), R.Init};
    if (!X.Dest || !X.Source)
      continue;
    // What a local object of another frame holds, nobody else asks; where a local pointer
    // leads, the accesses below it do.
    const Term &Root = P.Terms[P.Terms.root(X.Dest)];
    if (Root.Kind == TermKind::Local && Root.B != F)
      if (const Local &L = P.function(Root.B).Facts->Locals[Root.A]; !L.Escapes && !(L.Flags & EntityPointer))
        continue;
    if (SeenStore.insert({X.Dest, X.Source}).second && Out.Stores.size() < MaxStores)
      Out.Stores.push_back(X);
  }
}

void FunctionAnalysis::call(State &S, const Event &E, std::uint32_t Index) {
  const std::vector<Instance> &Called = instances(E, Index);
  const State AtCall = Recording && !S.Owned.empty() ? S : State();
  publishCall(S, E, Called);
  if (Recording) {
    forwarded(S, E, Called);
    for (const Instance &I : Called)
      if (defers(I.Callee))
        defer(I.Callee, I.Env, situation(S), E);
      else
        record(I, AtCall, S, E);
    if (Called.empty() && !E.Callee) {
      InvokeRecord R;
      R.Callee = origin(term(E.Other));
      for (std::uint32_t K = E.Args.Begin; K < E.Args.End; ++K)
        R.Args.push_back(term(Facts.Kids[K]));
      R.Function = F;
      R.At = P.place(Info, E.At);
      R.Where = situation(S);
      if (R.Callee && SeenInvoke.insert({R.Callee, R.Where.Locks, R.Where.Live}).second &&
          Out.Invokes.size() < MaxInvokes)
        Out.Invokes.push_back(std::move(R));
    }
  }
  if (Called.empty())
    return;
  // What every callee does is sure; what one may do is possible.
  State Before = S;
  bool First = true;
  State Merged;
  for (const Instance &I : llvm::ArrayRef(Called).take_front(MaxReturning)) {
    State One = leave(Before, I, E, Called.size() == 1);
    for (TermId J : I.ExitJoined) {
      if (forEachElement(J))
        join(One, J, true);
      llvm::erase_if(One.Live, [&](const LiveThread &L) {
        return L.Handle && (L.Handle == J || P.Terms.container(L.Handle) == J);
      });
      addSorted(One.Joined, J);
    }
    if (!I.ExitJoined.empty())
      joinedOneByOne(One);
    if (!I.ExitLive.empty())
      One.Empty.clear();
    for (const LiveThread &L : I.ExitLive) {
      mayRun(One, L);
      llvm::erase(One.Joined, L.Handle);
      llvm::erase(One.Joined, P.Terms.container(L.Handle));
    }
    for (TermId T : I.Barriers) {
      llvm::erase_if(One.Phases, [&](const auto &Q) { return Q.first == T; });
      addSorted(One.Phases, std::pair(T, Index + 1));
    }
    llvm::DenseMap<TermId, TermId> Memo;
    // A thread that was handed in is now where the callee has put it.
    if (!One.Live.empty())
      for (const auto &[To, From] : I.Shown)
        if (To)
          moveHandles(One, From, To);
    for (TermId T : A.Summaries[I.Callee].Made)
      if (TermId Made = P.Terms.substitute(T, I.Env, Memo))
        own(One, Made);
    if (First)
      Merged = One;
    else
      merge(Merged, One);
    First = false;
  }
  S = std::move(Merged);
  if (E.Callee && Called.size() == 1)
    ownLock(S, E, Called[0].Callee);
  if (E.Flags & FlagTemporary)
    addSorted(S.Discarded, P.place(Info, E.At));
  signalled(S, Index);
}

} // namespace maprace
