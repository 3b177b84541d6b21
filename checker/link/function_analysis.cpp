//===- function_analysis.cpp ------------------------------------------------===//
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

namespace maprace {

/// Rounds over one block; what is not settled by then stays as it is.
static constexpr unsigned MaxPasses = 12;

FunctionAnalysis::FunctionAnalysis(Analyzer &A, FuncId F)
    : A(A), P(A.P), F(F), Info(A.P.function(F)), Facts(*Info.Facts) {
  Instances.resize(Facts.Events.size());
  Instantiated.resize(Facts.Events.size());
  PlainUnderLock.resize(Facts.Events.size());
}

bool FunctionAnalysis::merge(State &Into, const State &From) {
  State Old = Into;
  // Must sets: what both paths have. A lock that one path holds only shared is shared.
  llvm::erase_if(Into.Locks, [&](Held &H) {
    auto It = llvm::find_if(From.Locks, [&](const Held &X) { return X.Lock == H.Lock; });
    if (It == From.Locks.end())
      return true;
    H.Shared |= It->Shared;
    H.Again = std::min(H.Again, It->Again);
    return false;
  });
  // Waited for on both paths, or on one where the other has seen that nothing runs.
  llvm::erase_if(Into.Joined,
                 [&](TermId T) { return !llvm::is_contained(From.Joined, T) && !A.Running.closed(T, From.Empty); });
  for (TermId T : From.Joined)
    if (A.Running.closed(T, Into.Empty))
      addSorted(Into.Joined, T);
  llvm::erase_if(Into.Tries, [&](const auto &T) { return !llvm::is_contained(From.Tries, T); });
  llvm::erase_if(Into.Deferred, [&](const auto &T) { return !llvm::is_contained(From.Deferred, T); });
  llvm::erase_if(Into.Owned, [&](TermId T) { return !llvm::is_contained(From.Owned, T); });
  llvm::erase_if(Into.Empty, [&](TermId T) { return !llvm::is_contained(From.Empty, T); });
  llvm::erase_if(Into.Known, [&](const Assumption &K) { return !llvm::is_contained(From.Known, K); });
  for (const Place &T : From.Discarded)
    addSorted(Into.Discarded, T);
  for (TermId T : From.Signalled)
    addSorted(Into.Signalled, T);
  for (const auto &T : From.Phases)
    addSorted(Into.Phases, T);
  for (const auto &V : From.Views)
    addSorted(Into.Views, V);
  for (TermId T : From.Released)
    giveUp(Into, T);
  auto Over = [&](const LiveThread &L, const State &Unset, const State &Waited) {
    return L.Handle && llvm::is_contained(Waited.Joined, P.Terms.container(L.Handle)) &&
           A.Running.closed(L.Handle, Unset.Empty);
  };
  llvm::erase_if(Into.Live, [&](const LiveThread &L) { return Over(L, Old, From); });
  for (const LiveThread &L : From.Live)
    if (!Over(L, From, Old))
      mayRun(Into, L);
  return !(Old == Into);
}

void FunctionAnalysis::noteAlias(TermId Dest, TermId Source) {
  const Term &D = P.Terms[Dest];
  if (D.Kind != TermKind::Field || !P.Terms.isPath(Source) || A.mentions(Source, Dest))
    return;
  // What a constructor has made for its object is named by the object.
  if (const Term &Made = P.Terms[Source]; Made.Kind == TermKind::Alloc && Made.B != F)
    return;
  const EntityInfo *E = P.entity(D.B);
  bool Leads = E && (E->What == Category::Mutex || E->What == Category::Guard || E->What == Category::Atomic ||
                     E->What == Category::Thread || E->What == Category::Other);
  if (!Leads || !E->pointer())
    return;
  auto [It, New] = Alias.try_emplace(Dest, Source);
  if (!New && It->second != Source)
    It->second = Dest; // set to several: it stays what it is
}

TermId FunctionAnalysis::canonical(TermId T) {
  if (Alias.empty())
    return T;
  auto It = Alias.find(T);
  if (It != Alias.end())
    return It->second;
  if (!P.Terms.isStep(T))
    return T;
  TermId Base = P.Terms.base(T), To = canonical(Base);
  return To == Base ? T : P.Terms.stepFrom(To, T);
}

/// The place that what lies in a local of this frame was taken from.
TermId FunctionAnalysis::origin(TermId T) {
  if (auto It = CameFrom.find(T); It != CameFrom.end())
    return It->second;
  if (!P.Terms.isStep(T))
    return T;
  TermId Base = P.Terms.base(T), To = origin(Base);
  return To == Base ? T : P.Terms.stepFrom(To, T);
}

void FunctionAnalysis::store(State &S, const Event &E) {
  TermId Dest = term(E.Subject), Src = term(E.Other);
  if (!Dest || !Src || Dest == Src)
    return;
  recordLazyObject(S, E, Dest);
  if (const EntityInfo *I = P.member(Dest); I && I->What != Category::Map)
    llvm::erase(S.Empty, Dest);
  const EntityInfo *Kept = P.member(Dest); // one callable; a queue has many
  const Term &Into = P.Terms[P.Terms.root(Dest)], &From = P.Terms[P.Terms.root(Src)];
  if (Into.Kind == TermKind::Local && Into.B == F && From.Kind != TermKind::Local && From.Kind != TermKind::Alloc &&
      (P.Terms.isPath(Src) || (isCallable(Src) && Kept && Kept->What == Category::Callable)))
    CameFrom.try_emplace(Dest, Src);
  // `entry.handler = f; table[fd] = entry;`: what goes on is f.
  if (TermId First = From.Kind == TermKind::Local && From.B == F ? origin(Src) : Src; isCallable(First))
    Src = First;
  noteAlias(Dest, Src);
  storeIn(S, Dest, Src);
  moveGuards(S, Dest, Src);
  // The future of a packaged task waits for what the task runs.
  {
    const Term &D = P.Terms[Dest];
    bool Future = (D.Kind == TermKind::Local && D.B == F && Facts.Locals[D.A].What == Category::Thread);
    if (D.Kind == TermKind::Field)
      if (const EntityInfo *I = P.entity(D.B))
        Future = I->What == Category::Thread;
    if (Future && isCallable(Src)) {
      FutureOf[Dest] = Src;
      return;
    }
    if (Future && P.Terms.isPath(Src))
      PromiseOf[Dest] = Src;
  }
  // A handle that moves takes its thread along.
  // A pool is a handle, and also an object that others lead to.
  if (moveHandles(S, Src, Dest) && P.Terms[Src].Kind != TermKind::Alloc)
    return;
  for (TermId Callable : P.Terms.alternatives(Src))
    if (isCallable(Callable)) {
      SpawnRecord R;
      R.Callee = Callable;
      R.Mechanism = P.symbol("posted");
      R.At = P.place(Info, E.At);
      R.Posted = Dest;
      start(S, R, 0, 0);
    }
  if (Recording && SeenStore.insert({Dest, Src}).second && Out.Stores.size() < MaxStores)
    Out.Stores.push_back({Dest, Src, bool(E.Flags & FlagInit)});
}

Situation FunctionAnalysis::situation(const State &S) {
  Situation W;
  std::vector<Held> Locks = S.Locks;
  for (size_t I = 0; I < Awaitable.size() && Locks.size() < Analyzer::MaxHeld; ++I)
    if (TermId T = Awaitable[I]; Coming.test(I) && (!llvm::is_contained(S.Signalled, T) || OwnCounters.contains(T)))
      if (TermId Half = token(T, "#before"))
        Locks.push_back({Half, true, 0, {}});
  for (size_t I = 0; I < S.Phases.size();) {
    TermId Barrier = S.Phases[I].first;
    std::string Name = "#phase:";
    for (const char *Comma = ""; I < S.Phases.size() && S.Phases[I].first == Barrier; ++I, Comma = ",")
      Name += Comma + std::to_string(S.Phases[I].second);
    Locks.push_back({P.Terms.element(Barrier, F, P.symbol(Name)), true, 0, {}});
  }
  markUnlocked(S, Locks);
  llvm::sort(Locks, [](const Held &X, const Held &Y) { return X.Lock < Y.Lock; });
  W.Locks = A.LockSets.intern(std::move(Locks));
  W.Released = A.TermSets.intern(S.Released);
  W.Live = A.LiveSets.intern(S.Live);
  W.Joined = A.TermSets.intern(S.Joined);
  return W;
}

/// Members die last one first: a map that is declared after the handle that joins is gone
/// while the thread may still use it.
void FunctionAnalysis::recordEarlyDeath(const State &S, const Event &E, TermId Object) {
  const ClassInfo *C = P.classOf(P.sym(Info, E.Name));
  if (!C)
    return;
  bool Joins = false;
  for (SymId Member : C->Fields) {
    const EntityInfo *I = P.entity(Member);
    if (I && (I->Flags & EntityJoins) && !I->pointer())
      Joins = true;
    if (!Joins || !I || I->What != Category::Map || (I->Flags & (EntityPointer | EntityArray)))
      continue;
    AccessRecord R;
    R.Map = P.Terms.field(Object, Member);
    R.What = Effect::Assign;
    R.Operation = P.symbol("destructor");
    R.Function = F;
    R.At = P.place(Info, E.At);
    R.Where = situation(S);
    recordAccess(std::move(R));
  }
}

void FunctionAnalysis::endOfLife(State &S, const Event &E, std::uint32_t Index) {
  TermId Object = term(E.Subject);
  if (E.Callee)
    call(S, E, Index);
  if ((E.Flags & FlagTemporary) && llvm::any_of(S.Locks, [&](const Held &H) { return H.Guard == Object; }))
    addSorted(S.Discarded, P.place(Info, E.At));
  releaseGuard(S, Object, false);
  if (!Object)
    return;
  // A handle that joins when it dies: jthread, or the future of async.
  auto Dies = [&](const LiveThread &L) {
    if (!L.Handle || !P.Terms.hasPrefix(L.Handle, Object))
      return false;
    if (E.Flags & FlagAll)
      return true;
    if (P.text(A.Spawns[L.Spawn].Mechanism) == "std::async")
      return true;
    // A member that joins, in a class without a destructor of its own.
    for (TermId T = L.Handle; T != Object; T = P.Terms.base(T))
      if (P.Terms[T].Kind == TermKind::Field)
        if (const EntityInfo *I = P.entity(P.Terms[T].B))
          return bool(I->Flags & EntityJoins);
    return false;
  };
  if (Recording && !S.Live.empty())
    recordEarlyDeath(S, E, Object);
  std::vector<TermId> Joined;
  llvm::erase_if(S.Live, [&](const LiveThread &L) {
    if (!Dies(L))
      return false;
    Joined.push_back(P.Terms.container(L.Handle));
    return true;
  });
  for (TermId J : Joined)
    addSorted(S.Joined, J);
  if (E.Flags & FlagAll)
    addSorted(S.Joined, P.Terms.container(Object));
}

void FunctionAnalysis::step(State &S, std::uint32_t Index) {
  const Event &E = Facts.Events[Index];
  // Judged by the shape of its class, but some unit has the body.
  if ((E.Kind == EventKind::Acquire || E.Kind == EventKind::Release || E.Kind == EventKind::GuardInit) && E.Callee &&
      P.find(P.sym(Info, E.Callee)))
    return;
  Now = &S;
  if (E.Kind != EventKind::Call)
    lifecycle(S, E);
  switch (E.Kind) {
  case EventKind::Access: {
    bool Lazy = false;
    if (static_cast<Effect>(E.Detail) == Effect::PointerWrite) {
      Lazy = llvm::is_contained(S.Empty, term(E.Subject));
      llvm::erase(S.Empty, term(E.Subject));
    }
    if (!Recording)
      return;
    AccessRecord R;
    R.Map = term(E.Subject);
    R.Key = E.Args.size() ? term(Facts.Kids[E.Args.Begin]) : 0;
    R.What = static_cast<Effect>(E.Detail);
    R.Flags = E.Flags | (Lazy ? FlagLazy : 0);
    R.Mark = outlived(S, E, E.Other);
    if (R.Mark)
      R.Flags |= FlagEscape;
    if (!S.Discarded.empty()) {
      R.Flags |= FlagDiscarded;
      R.GuardAt = S.Discarded.back();
    }
    R.Operation = P.sym(Info, E.Name);
    R.Function = F;
    R.At = P.place(Info, E.At);
    R.Where = situation(S);
    R.Init = (Facts.Flags & (FuncConstructor | FuncDestructor)) && A.isPartOfThis(R.Map);
    recordAccess(std::move(R));
    return;
  }
  case EventKind::Acquire:
    if (E.Flags & FlagTry)
      S.Tries.push_back({E.CallId, Held{term(E.Subject), bool(E.Flags & FlagShared), 0, P.place(Info, E.At)}});
    else if (!(E.Flags & FlagPlain) || holdsLock(S)) // a plain count counts under a lock only
      for (TermId L : P.Terms.alternatives(term(E.Subject)))
        acquire(S, L, E.Flags & FlagShared, 0, E.At);
    return;
  case EventKind::Release:
    for (TermId L : P.Terms.alternatives(term(E.Subject)))
      release(S, L);
    return;
  case EventKind::GuardInit: {
    TermId Guard = term(E.Subject);
    if ((E.Flags & FlagTemporary) && static_cast<GuardPolicy>(E.Detail) == GuardPolicy::Lock)
      addSorted(S.Discarded, P.place(Info, E.At));
    // A guard variable met again in a loop is a new guard.
    llvm::erase_if(S.Deferred, [&](const auto &D) { return D.first == Guard; });
    forgetFlag(S, Guard);
    llvm::SmallVector<TermId, 4> Locks;
    for (std::uint32_t K = E.Args.Begin; K < E.Args.End; ++K)
      if (TermId Choice = term(Facts.Kids[K]); (E.Flags & FlagChoice) && P.Terms[Choice].Kind == TermKind::OneOf)
        Locks.push_back(P.Terms.choice(P.Terms.alternatives(Choice)));
      else
        for (TermId Lock : P.Terms.alternatives(Choice))
          Locks.append(locksOf(Lock, E.Flags & FlagShared));
    for (TermId Lock : Locks) {
      Held H{Lock, bool(E.Flags & FlagShared), Guard, P.place(Info, E.At)};
      switch (static_cast<GuardPolicy>(E.Detail)) {
      case GuardPolicy::Lock:
      case GuardPolicy::Adopt:
        acquire(S, Lock, H.Shared, Guard, E.At, static_cast<GuardPolicy>(E.Detail) == GuardPolicy::Adopt);
        S.Deferred.push_back({Guard, H}); // `if (guard)` tells that it is held
        break;
      case GuardPolicy::Defer:
      case GuardPolicy::Try: S.Deferred.push_back({Guard, H}); break;
      }
    }
    return;
  }
  case EventKind::GuardAcquire: {
    TermId Guard = canonical(term(E.Subject));
    bool Again = llvm::is_contained(S.Released, Guard); // of the caller: taken again
    llvm::erase(S.Released, Guard);
    // What a guard of the caller locks, he knows.
    if (!Again && !(E.Flags & FlagTry) && Guard && P.Terms[Guard].Relative &&
        llvm::none_of(S.Deferred, [&](const auto &D) { return D.first == Guard; }))
      acquire(S, Guard, false, Guard, E.At);
    for (const auto &[G, H] : std::vector<std::pair<TermId, Held>>(S.Deferred))
      if (G == Guard) {
        if (E.Flags & FlagTry)
          S.Tries.push_back({E.CallId, H});
        else
          acquire(S, H.Lock, H.Shared, Guard, E.At);
      }
    return;
  }
  case EventKind::GuardRelease: {
    TermId Guard = canonical(term(E.Subject));
    bool Known = llvm::any_of(S.Locks, [&](const Held &H) { return H.Guard == Guard; });
    releaseGuard(S, Guard, true);
    // A guard of the caller is unlocked: whatever it holds is given up.
    if (!Known && Guard && P.Terms[Guard].Relative)
      giveUp(S, Guard);
    return;
  }
  case EventKind::GuardDrop: {
    TermId Guard = term(E.Subject);
    forgetFlag(S, Guard);
    for (Held &H : S.Locks)
      if (H.Guard == Guard)
        H.Guard = 0;
    return;
  }
  case EventKind::GuardMove: {
    TermId To = term(E.Subject), From = term(E.Other);
    if (!To || !From || To == From)
      return;
    releaseGuard(S, To, false);
    agree(S, To, From);
    forgetFlag(S, From);
    for (const Held &H : S.Locks)
      if (H.Guard == From)
        llvm::erase(S.Discarded, H.At); // named after all
    for (Held &H : S.Locks)
      if (H.Guard == From)
        H.Guard = To;
    for (auto &[G, H] : S.Deferred)
      if (G == From) {
        G = To;
        H.Guard = To;
      }
    return;
  }
  case EventKind::GuardAssert: {
    TermId Subject = term(E.Subject);
    if (E.CallId)
      return succeeded(S, E);
    bool Guard = false;
    for (const auto &[G, H] : std::vector<std::pair<TermId, Held>>(S.Deferred))
      if (G == Subject) {
        Guard = true;
        acquire(S, H.Lock, H.Shared, G, E.At);
      }
    if (!Guard && !E.CallId && E.Name)
      acquire(S, Subject, E.Flags & FlagShared, 0, E.At);
    return;
  }
  case EventKind::EndOfLife: endOfLife(S, E, Index); return;
  case EventKind::Fresh: {
    // A new object: threads that were given the one of the last round know nothing
    // of this one, and neither do locks.
    TermId Object = term(E.Subject);
    llvm::erase_if(S.Locks, [&](const Held &H) { return P.Terms.hasPrefix(H.Lock, Object); });
    own(S, Object);
    for (LiveThread &L : S.Live) {
      const SpawnRecord &R = A.Spawns[L.Spawn];
      if (R.Flags & FlagStale)
        continue;
      auto Mentions = [&](TermId T) { return A.mentions(T, Object); };
      if (Mentions(R.Callee) || llvm::any_of(R.Args, Mentions)) {
        SpawnRecord Old = R;
        Old.Flags |= FlagStale;
        L.Spawn = A.spawn(Old);
      }
    }
    llvm::sort(S.Live);
    S.Live.erase(std::unique(S.Live.begin(), S.Live.end()), S.Live.end());
    return;
  }
  case EventKind::Call:
    call(S, E, Index);
    lifecycle(S, E);
    return;
  case EventKind::OnceCall: {
    // The callable runs at most once, before any call of call_once returns: as if there
    // were a lock that the callable holds alone and everybody after shares.
    TermId Flag = token(term(E.Subject), "#once");
    State Inside = S;
    acquire(Inside, Flag, false, 0, E.At);
    for (Held &H : Inside.Locks)
      if (H.Lock == Flag)
        H.Shared = false;
    Event AsCall = E;
    AsCall.Callee = 0;
    call(Inside, AsCall, Index);
    llvm::erase_if(Inside.Locks, [&](const Held &H) { return H.Lock == Flag; });
    S = std::move(Inside);
    acquire(S, Flag, true, 0, E.At);
    return;
  }
  case EventKind::Spawn: {
    // Not so unknown: another unit has the body.
    if ((E.Flags & FlagPossible) && P.find(P.sym(Info, E.Callee)))
      return;
    SpawnRecord R;
    R.Callee = term(E.Other);
    for (std::uint32_t K = E.Args.Begin; K < E.Args.End; ++K)
      R.Args.push_back(term(Facts.Kids[K]));
    R.Mechanism = P.sym(Info, E.Name);
    R.At = P.place(Info, E.At);
    publish(S, R.Callee);
    for (TermId T : R.Args)
      publish(S, T);
    if (R.Callee)
      start(S, R, term(E.Subject), E.Flags);
    return;
  }
  case EventKind::Join: {
    TermId H = term(E.Subject);
    if (E.Flags & FlagDetached) {
      for (LiveThread &L : S.Live)
        if (L.Handle == H)
          L.Handle = 0;
      llvm::sort(S.Live);
      S.Live.erase(std::unique(S.Live.begin(), S.Live.end()), S.Live.end());
      return;
    }
    join(S, H, E.Flags & FlagAll);
    return;
  }
  case EventKind::Store: store(S, E); return;
  case EventKind::Return: {
    TermId X = term(E.Other);
    if ((E.Flags & FlagPlain) && !holdsLock(S))
      return;
    TermId Returned = P.Terms.make(TermKind::Returned, 0, 0);
    if (llvm::is_contained(S.Known, Assumption{Returned, P.symbol("0"), true}))
      return; // no guard
    bool Moves = llvm::any_of(S.Locks, [&](const Held &H) { return H.Guard && H.Guard == X; }) ||
                 llvm::any_of(S.Live, [&](const LiveThread &L) { return L.Handle && L.Handle == X; });
    for (const Held &H : S.Locks)
      if (H.Guard && H.Guard == X)
        llvm::erase(S.Discarded, H.At);
    for (Held &H : S.Locks)
      if (H.Guard && H.Guard == X) {
        H.Guard = Returned;
        learn(S, {Returned, P.symbol("0"), false}); // there is a guard
      }
    for (LiveThread &L : S.Live)
      if (L.Handle && (L.Handle == X || P.Terms.container(L.Handle) == X))
        L.Handle = Returned;
    llvm::sort(S.Live);
    S.Live.erase(std::unique(S.Live.begin(), S.Live.end()), S.Live.end());
    // A guard or handle by value is the caller's new object.
    if (Moves)
      X = Returned;
    if (Recording && X)
      for (TermId T : P.Terms.alternatives(X)) {
        if (!llvm::is_contained(Out.Returns, T) && Out.Returns.size() < 4)
          Out.Returns.push_back(T);
        if (!llvm::is_contained(S.Owned, T) || isGiven(T))
          ReturnedShared.insert(T);
      }
    return;
  }
  case EventKind::CvWait:
    for (const Held &H : S.Locks)
      if (TermId Waits = term(E.Subject); H.Lock == Waits || H.Guard == Waits)
        letGo(S, H.Lock);
    forgetFlags(S);
    return;
  case EventKind::Publish:
  case EventKind::Signal:
    if (E.Flags & FlagCount)
      forgetFlag(S, term(E.Subject)); // counted on: it is another number now
    if ((E.Flags & FlagPlain) && holdsLock(S))
      PlainUnderLock[Index] = 1;
    llvm::erase(S.Empty, term(E.Subject));
    signalled(S, Index);
    if (setsOnce(S, E))
      awaited(S, term(E.Subject));
    return;
  case EventKind::Observe:
  case EventKind::Await:
    if ((E.Flags & FlagPlain) && !holdsLock(S))
      return;
    for (TermId T : P.Terms.alternatives(term(E.Subject))) {
      awaited(S, T);
      if (E.Flags & FlagCount)
        for (Held &H : S.Locks)
          if (H.Lock == token(T, "#after"))
            H.Again = 1;
      if (E.Flags & FlagMany) {
        llvm::erase_if(S.Phases, [&](const auto &Q) { return Q.first == T; });
        addSorted(S.Phases, std::pair(T, Index + 1));
      }
    }
    // A round of a hand-over to and fro begins: what was signalled is the last one's.
    if (E.Kind == EventKind::Await) {
      S.Signalled.clear();
      forgetFlags(S);
    }
    return;
  case EventKind::Escape: {
    if (Recording)
      recordEscape(S, E, term(E.Subject), E.Flags & FlagWhole);
    return;
  }
  case EventKind::Decide:
  case EventKind::Touch: return;
  case EventKind::Assume: assume(S, E); return;
  case EventKind::View: look(S, E); return;
  case EventKind::Use:
  case EventKind::Copy:
  case EventKind::Mutate: lookThrough(S, E); return;
  case EventKind::Test:
    if (TermId Tested = term(E.Subject); Tested && E.Detail) {
      addSorted(S.Empty, Tested);
      if (!holdsLock(S))
        addSorted(S.Empty, P.milestone(Tested, "#unlocked"));
    } else {
      llvm::erase(S.Empty, Tested);
      llvm::erase(S.Empty, P.milestone(Tested, "#unlocked"));
    }
    return;
  }
}

Summary FunctionAnalysis::run() {
  unsigned N = Facts.Blocks.size();
  In.resize(N);
  if (!N)
    return Out;
  State Start;
  // What the declaration requires, callers hold: their locks are composed in, and
  // where no caller is in view the clause stands for them.
  for (const Clause &C : Facts.Clauses)
    if (!A.HasCaller[F] && (C.Kind == ClauseKind::Requires || C.Kind == ClauseKind::RequiresShared))
      acquire(Start, term(C.Lock), C.Kind == ClauseKind::RequiresShared, 0, Facts.At);
  // Nobody else has an object that is being constructed, until it is handed on.
  // And what a caller gives, nobody else has if nobody had it before.
  addSorted(Start.Owned, P.Terms.make(TermKind::This, 0, 0));
  for (std::uint32_t I = 0; I < Facts.Params.size(); ++I)
    if (Facts.Params[I].What == Category::Other)
      addSorted(Start.Owned, P.Terms.make(TermKind::Param, I, 0));
  // `if (!p) p = make();`: what is not made on one of two ways that meet, nobody has there.
  for (const Value &V : Facts.Values)
    if (V.Kind == ValueKind::OneOf)
      for (std::uint32_t K = V.Kids.Begin; K < V.Kids.End; ++K)
        if (Facts.Values[Facts.Kids[K]].Kind == ValueKind::Alloc)
          addSorted(Start.Owned, term(Facts.Kids[K]));
  for (const Event &E : Facts.Events) {
    if (E.Kind == EventKind::Await && (E.Flags & FlagMany))
      for (TermId T : P.Terms.alternatives(term(E.Subject)))
        if (T && P.Terms.isPath(T))
          addSorted(Start.Phases, std::pair(T, 0u));
    if (E.Kind == EventKind::Assume && static_cast<Knowledge>(E.Detail) == Knowledge::Is)
      ++Asked[term(E.Subject)];
  }
  for (std::uint32_t I = 0; I < Facts.Events.size(); ++I)
    if (A.HasBarriers && Facts.Events[I].Kind == EventKind::Call)
      for (const Instance &Called : instances(Facts.Events[I], I))
        for (TermId T : Called.Barriers)
          addSorted(Start.Phases, std::pair(T, 0u));
  std::vector<TermId> Required;
  for (const Held &H : Start.Locks)
    Required.push_back(H.Lock);
  findResets(Start);
  In[0].push_back(std::move(Start));
  std::vector<char> Queued(N, 0);
  std::vector<unsigned> Visits(N, 0);
  std::vector<unsigned> Work{0};
  Queued[0] = 1;
  while (!Work.empty()) {
    auto Lowest = Work.begin();
    unsigned B = *Lowest;
    Work.erase(Lowest);
    Queued[B] = 0;
    if (++Visits[B] > MaxPasses)
      continue;
    States S = In[B];
    const Block &Blk = Facts.Blocks[B];
    InLoop = Blk.Flags & BlockInLoop;
    bool Stops = false;
    for (std::uint32_t I = Blk.Events.Begin; I < Blk.Events.End && !Stops && !S.empty(); ++I) {
      stepAll(S, I);
      if (Facts.Events[I].Kind == EventKind::Call) {
        const std::vector<Instance> &Called = instances(Facts.Events[I], I);
        Stops = !Called.empty() && llvm::all_of(Called, [](const Instance &X) { return !X.Returning; });
      }
    }
    if (Stops)
      continue;
    for (std::uint32_t E = Blk.Succs.Begin; E < Blk.Succs.End; ++E) {
      unsigned To = Facts.Succs[E];
      bool Changed = false;
      for (const State &X : S)
        Changed |= !ruledOut(Facts.Blocks[To], X) && flow(In[To], X);
      if (Changed && !Queued[To]) {
        Queued[To] = 1;
        Work.push_back(To);
      }
    }
  }
  findSignalsAhead();
  findDecisions();
  Recording = true;
  for (unsigned B = 0; B < N; ++B) {
    States S = In[B];
    InLoop = Facts.Blocks[B].Flags & BlockInLoop;
    const Block &Blk = Facts.Blocks[B];
    const std::vector<SignalSet> After = S.empty() ? std::vector<SignalSet>() : signalsAfter(B);
    for (std::uint32_t I = Blk.Events.Begin; I < Blk.Events.End && !S.empty(); ++I) {
      // A call's own signals are told apart from what it does before them.
      if (!After.empty())
        Coming = After[I - Blk.Events.Begin + (Facts.Events[I].Kind == EventKind::Call)];
      if (wantsSituation(Facts.Events[I], I))
        SituationAt[I] = situation(S.size() == 1 ? S[0] : joined(S));
      stepAll(S, I);
    }
  }
  for (std::uint32_t I = 0; I < Facts.Events.size(); ++I) {
    if (SymId Flag = A.Flags.changedBy(Info, Facts.Events[I]))
      addSorted(Out.Changes, Flag);
    if (Facts.Events[I].Kind == EventKind::Call)
      for (const Instance &X : instances(Facts.Events[I], I))
        for (SymId Flag : A.Summaries[X.Callee].Changes)
          if (Out.Changes.size() < MaxChanges)
            addSorted(Out.Changes, Flag);
  }
  findAnswer();
  findForwards();
  settleAccesses();
  findCompounds();
  findCompanions();
  // What waits for a thread is the handle that it ends up in.
  for (const auto &[Spawn, Old, New] : Renamed)
    for (SpawnOccurrence &O : Out.Spawns)
      if (O.Spawn == Spawn && O.Handle == Old)
        O.Handle = New;
  for (TermId T : Out.Returns)
    if (!ReturnedShared.contains(T) && P.Terms[T].Kind != TermKind::Local)
      Out.Made.push_back(T);
  Out.Returning = Facts.Exit < N && !In[Facts.Exit].empty();
  if (Out.Returning) {
    const State S = joined(In[Facts.Exit]);
    auto Leaves = [&](const State &From, std::vector<Held> &Locks, std::vector<TermId> &Released) {
      for (const Held &H : From.Locks) {
        const Term &Root = P.Terms[P.Terms.root(H.Lock)];
        bool Own = (Root.Kind == TermKind::Local || Root.Kind == TermKind::Alloc) && Root.B == F;
        if (!Own && P.pseudoLock(H.Lock) != PseudoLock::First && !llvm::is_contained(Required, H.Lock))
          Locks.push_back(H);
      }
      // REQUIRES(mu) and then unlock: given up on behalf of the caller.
      for (TermId L : Required)
        if (llvm::none_of(From.Locks, [&](const Held &H) { return H.Lock == L; }))
          addSorted(Released, L);
      for (TermId L : From.Released)
        addSorted(Released, L);
    };
    Leaves(S, Out.ExitLocks, Out.ExitReleased);
    // What an object's flags are when it has been made, its methods go by.
    bool Makes = (Facts.Flags & FuncConstructor) && llvm::any_of(S.Known, [&](const Assumption &K) {
                   return P.Terms[K.Selector].Kind == TermKind::Field;
                 });
    if (In[Facts.Exit].size() > 1 || Makes)
      for (const State &Each : In[Facts.Exit]) {
        ExitWay &W = Out.ExitWays.emplace_back();
        Leaves(Each, W.Locks, W.Released);
        llvm::copy_if(Each.Known, std::back_inserter(W.When), [&](const Assumption &K) {
          return P.Terms[K.Selector].Kind != TermKind::Local && !isOf(K.Selector, "#unset");
        });
      }
    Out.ExitLive = S.Live;
    for (const auto &[Barrier, Last] : S.Phases)
      if (Last && !llvm::is_contained(Out.Barriers, Barrier) && !llvm::is_contained(S.Phases, std::pair(Barrier, 0u)))
        Out.Barriers.push_back(Barrier);
    // A thread handle in a local that dies without join or detach ends the program;
    // nobody after this frame can wait for it.
    Out.ExitJoined = S.Joined;
  }
  return std::move(Out);
}

} // namespace maprace
