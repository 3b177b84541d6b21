//===- function_analysis.cpp ------------------------------------------------===//
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

namespace maprace {

/// More than this of a kind in one summary tells a reader nothing new.
static constexpr size_t MaxAccesses = 3000, MaxInvokes = 400, MaxSpawns = 200, MaxStores = 2000;
static constexpr unsigned MaxPasses = 12;
/// Ways into a block that are kept apart.
static constexpr size_t MaxStates = 4;
static constexpr size_t MaxChanges = 32;

FunctionAnalysis::FunctionAnalysis(Analyzer &A, FuncId F)
    : A(A), P(A.P), F(F), Info(A.P.function(F)), Facts(*Info.Facts) {
  Instances.resize(Facts.Events.size());
  Instantiated.resize(Facts.Events.size());
  PlainUnderLock.resize(Facts.Events.size());
}

template <class T> static void addSorted(std::vector<T> &V, const T &X) {
  auto It = std::lower_bound(V.begin(), V.end(), X);
  if (It == V.end() || *It != X)
    V.insert(It, X);
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
  for (TermId T : From.Released)
    addSorted(Into.Released, T);
  auto Over = [&](const LiveThread &L, const State &Unset, const State &Waited) {
    return L.Handle && llvm::is_contained(Waited.Joined, P.Terms.container(L.Handle)) &&
           A.Running.closed(L.Handle, Unset.Empty);
  };
  llvm::erase_if(Into.Live, [&](const LiveThread &L) { return Over(L, Old, From); });
  for (const LiveThread &L : From.Live)
    if (!Over(L, From, Old))
      addSorted(Into.Live, L);
  return !(Old == Into);
}

void FunctionAnalysis::noteAlias(TermId Dest, TermId Source) {
  const Term &D = P.Terms[Dest];
  if (D.Kind != TermKind::Field || !P.Terms.isPath(Source) || A.mentions(Source, Dest))
    return;
  const EntityInfo *E = P.entity(D.B);
  if (!E || !E->pointer() || (E->What != Category::Mutex && E->What != Category::Other))
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
  const Term X = P.Terms[T];
  if (X.Kind != TermKind::Field && X.Kind != TermKind::Element)
    return T;
  TermId Base = P.Terms.base(T), To = canonical(Base);
  if (To == Base)
    return T;
  return X.Kind == TermKind::Field ? P.Terms.field(To, X.B) : P.Terms.element(To, X.A, X.B);
}

/// What held below a call, in the names of this frame. That a signal is still to come is
/// no news about one that an earlier round of a loop, or an earlier call, has given.
Situation FunctionAnalysis::seenFromHere(Situation W, const State &S) {
  W.Locks = A.decide(W.Locks, S.Known);
  if (!W.Locks || (Alias.empty() && S.Signalled.empty()))
    return W;
  std::vector<Held> Locks = A.LockSets[W.Locks];
  llvm::erase_if(Locks, [&](const Held &H) {
    TermId Signal = P.Terms.base(H.Lock);
    return P.pseudoLock(H.Lock) == PseudoLock::Before && llvm::is_contained(S.Signalled, Signal) &&
           !OwnCounters.contains(Signal);
  });
  for (Held &H : Locks)
    H.Lock = canonical(H.Lock);
  llvm::sort(Locks, [](const Held &X, const Held &Y) { return X.Lock < Y.Lock; });
  W.Locks = A.LockSets.intern(std::move(Locks));
  return W;
}

llvm::SmallVector<TermId, 2> FunctionAnalysis::locksOf(TermId Lock, bool Shared) {
  llvm::SmallVector<TermId, 2> Result;
  FuncId Body = Lock ? A.lockMethod(A.classOf(F, Lock), Shared) : 0;
  if (!Body) {
    Result.push_back(Lock);
    return Result;
  }
  const Summary &S = A.Summaries[Body];
  Environment Env;
  Env.This = Lock;
  llvm::DenseMap<TermId, TermId> Memo;
  for (const Held &H : S.ExitLocks)
    if (TermId L = P.Terms.substitute(H.Lock, Env, Memo); L && P.pseudoLock(L) == PseudoLock::None)
      Result.push_back(L);
  // A body that does something we do not understand may well lock.
  if (Result.empty() && !P.function(Body).Facts->Events.empty())
    Result.push_back(Lock);
  return Result;
}

void FunctionAnalysis::own(State &S, TermId Object) {
  if (InLoop)
    A.FreshInLoop.insert(Object);
  addSorted(S.Owned, Object);
}

TermId FunctionAnalysis::ownedRoot(const State &S, TermId Map) const {
  // An object that the path goes through by its own fields; behind a pointer begins
  // another object.
  for (TermId T = P.Terms.base(Map); T; T = P.Terms.base(T)) {
    const Term &X = P.Terms[T];
    // Whoever put an element into the container may still know it.
    if (llvm::is_contained(S.Owned, T))
      return X.Kind == TermKind::Element ? 0 : T;
    const EntityInfo *E = X.Kind == TermKind::Field ? P.entity(X.B) : nullptr;
    if (X.Kind == TermKind::Field ? !E || E->pointer() : X.Kind != TermKind::Element)
      return 0;
  }
  return llvm::is_contained(S.Owned, Map) ? Map : 0;
}

bool FunctionAnalysis::isGiven(TermId T) const {
  TermKind K = P.Terms[T].Kind;
  return K == TermKind::Param || (K == TermKind::This && !(Facts.Flags & FuncConstructor));
}

bool FunctionAnalysis::isOwned(const State &S, TermId Map) const {
  TermId Root = ownedRoot(S, Map);
  return Root && !isGiven(Root);
}

void FunctionAnalysis::publish(State &S, TermId T) {
  llvm::SmallVector<TermId, 8> Work{T};
  while (!Work.empty() && !S.Owned.empty()) {
    TermId Next = Work.pop_back_val();
    for (size_t I = 0; I < S.Owned.size();) {
      if (!A.mentions(Next, S.Owned[I])) {
        ++I;
        continue;
      }
      auto Inside = StoredIn.find(S.Owned[I]);
      S.Owned.erase(S.Owned.begin() + I);
      if (Inside != StoredIn.end())
        Work.append(Inside->second.begin(), Inside->second.end());
    }
  }
}

void FunctionAnalysis::storeIn(State &S, TermId Dest, TermId Source) {
  TermId Holder = P.Terms.root(Dest);
  if (!llvm::is_contained(S.Owned, Holder) || isGiven(Holder))
    publish(S, Source);
  else if (!llvm::is_contained(StoredIn[Holder], Source))
    StoredIn[Holder].push_back(Source);
}

void FunctionAnalysis::publishCall(State &S, const Event &E, const std::vector<Instance> &Called) {
  if (S.Owned.empty())
    return;
  if (Called.empty()) {
    // Nobody knows what it does with its arguments.
    publish(S, term(E.Subject));
    for (std::uint32_t K = E.Args.Begin; K < E.Args.End; ++K)
      publish(S, term(Facts.Kids[K]));
    return;
  }
  for (const Instance &I : Called) {
    const Summary &Callee = A.Summaries[I.Callee];
    llvm::DenseMap<TermId, TermId> Memo;
    auto Map = [&](TermId T) { return P.Terms.substitute(T, I.Env, Memo); };
    for (const StoreRecord &R : Callee.Stores) {
      TermId Dest = Map(R.Dest), Source = Map(R.Source);
      storeIn(S, Dest, Source);
    }
    for (const SpawnOccurrence &R : Callee.Spawns) {
      const SpawnRecord Q = A.Spawns[R.Spawn];
      publish(S, Map(Q.Callee));
      for (TermId T : Q.Args)
        publish(S, Map(T));
    }
  }
}

void FunctionAnalysis::acquire(State &S, TermId Lock, bool Shared, TermId Guard, const Loc &At, bool Adopts) {
  if (!Lock)
    Lock = A.unknownLock();
  Lock = canonical(Lock);
  llvm::erase(S.Released, Lock);
  auto It = llvm::find_if(S.Locks, [&](const Held &H) { return H.Lock == Lock; });
  if (It != S.Locks.end()) {
    It->Shared = It->Shared && Shared;
    if (Adopts || (Guard && !It->Guard)) // a guard that adopts what a call before it took
      It->Guard = Guard;
    else if (It->Again < 3 && P.text(A.classOf(F, Lock)).contains_insensitive("recursive"))
      ++It->Again;
    return;
  }
  S.Locks.push_back({Lock, Shared, Guard, P.place(Info, At)});
  llvm::sort(S.Locks, [](const Held &X, const Held &Y) { return X.Lock < Y.Lock; });
}

void FunctionAnalysis::release(State &S, TermId Lock) {
  if (!Lock)
    return;
  Lock = canonical(Lock);
  llvm::erase_if(S.Tries, [&](const auto &T) { return T.second.Lock == Lock; });
  auto It = llvm::find_if(S.Locks, [&](const Held &H) { return H.Lock == Lock; });
  if (It != S.Locks.end() && It->Again)
    --It->Again;
  else if (It != S.Locks.end())
    S.Locks.erase(It);
  else if (P.Terms[Lock].Relative || P.Terms[P.Terms.root(Lock)].Kind == TermKind::Global)
    addSorted(S.Released, Lock);
}

void FunctionAnalysis::releaseGuard(State &S, TermId Guard, bool Keep) {
  if (!Guard)
    return;
  std::vector<Held> Gone;
  for (const Held &H : S.Locks)
    if (H.Guard && P.Terms.hasPrefix(H.Guard, Guard))
      Gone.push_back(H);
  for (const Held &H : Gone) {
    release(S, H.Lock);
    if (Keep && llvm::none_of(S.Deferred, [&](const auto &D) { return D.first == H.Guard && D.second.Lock == H.Lock; }))
      S.Deferred.push_back({H.Guard, H});
  }
  if (!Keep) {
    llvm::erase_if(S.Deferred, [&](const auto &D) { return P.Terms.hasPrefix(D.first, Guard); });
    llvm::erase_if(S.Tries, [&](const auto &D) { return D.second.Guard && P.Terms.hasPrefix(D.second.Guard, Guard); });
  }
}

/// Equal but for which elements are meant.
bool FunctionAnalysis::sameElements(TermId X, TermId Y) const {
  for (; X != Y; X = P.Terms.base(X), Y = P.Terms.base(Y)) {
    const Term &A1 = P.Terms[X], &B1 = P.Terms[Y];
    bool Step = A1.Kind == B1.Kind && (A1.Kind == TermKind::Element || (A1.Kind == TermKind::Field && A1.B == B1.B));
    if (!Step)
      return false;
  }
  return true;
}

void FunctionAnalysis::join(State &S, TermId Handle, bool All) {
  if (!Handle)
    return;
  llvm::SmallVector<TermId, 4> Handles = P.Terms.alternatives(Handle);
  for (TermId H : Handles) {
    // "*all": an algorithm hands every element over.
    if (P.Terms[H].Kind == TermKind::Element && P.text(P.Terms[H].B) == "*all")
      All = true;
    if (auto It = FutureOf.find(H); It != FutureOf.end())
      llvm::erase_if(S.Live, [&](const LiveThread &L) { return A.Spawns[L.Spawn].Callee == It->second; });
    awaited(S, H);
    TermId Whole = All ? P.Terms.container(H) : H;
    std::vector<SpawnId> Over;
    llvm::erase_if(S.Live, [&](const LiveThread &L) {
      bool Joined = L.Handle == H ? P.Terms[H].Kind != TermKind::Element || All || P.text(P.Terms[H].B).starts_with("#")
                                  : All && L.Handle &&
                                        (P.Terms.container(L.Handle) == Whole || P.Terms.hasPrefix(L.Handle, Whole) ||
                                         sameElements(L.Handle, H));
      if (Joined)
        Over.push_back(L.Spawn);
      return Joined;
    });
    for (SpawnId Id : Over)
      joinedBy(S, Id);
    bool Single = P.Terms[H].Kind != TermKind::Element;
    // One element: those of its neighbours that share its index are safe from here.
    addSorted(S.Joined, All || Single ? Whole : H);
  }
}

/// A thread that is over has waited for what it was to wait for.
void FunctionAnalysis::joinedBy(State &S, SpawnId Id) {
  const SpawnRecord R = A.Spawns[Id];
  std::vector<TermId> Sure;
  bool First = true;
  for (const Analyzer::Target &T : A.targets(R.Callee, R.Args)) {
    std::vector<TermId> Own;
    llvm::DenseMap<TermId, TermId> Memo;
    for (TermId J : A.Summaries[T.Function].ExitJoined)
      if (TermId Handle = P.Terms.substitute(J, T.Env, Memo))
        Own.push_back(Handle);
    if (First)
      Sure = Own;
    else
      llvm::erase_if(Sure, [&](TermId J) { return !llvm::is_contained(Own, J); });
    First = false;
  }
  for (TermId J : Sure) {
    llvm::erase_if(S.Live, [&](const LiveThread &L) { return L.Handle && L.Handle == J; });
    addSorted(S.Joined, J);
  }
}

void FunctionAnalysis::start(State &S, SpawnRecord R, TermId Handle, std::uint16_t Flags) {
  R.Flags = Flags & ~FlagInit;
  R.Function = F;
  SpawnId Id = A.spawn(R);
  Situation Where = situation(S);
  if (Recording && SeenSpawn.insert({Id, Handle, Where.Live, Where.Joined}).second && Out.Spawns.size() < MaxSpawns)
    Out.Spawns.push_back({Id, Handle, Where, 0});
  if (Handle) {
    llvm::erase(S.Joined, Handle);
    llvm::erase(S.Joined, P.Terms.container(Handle));
  }
  if (Flags & FlagSynchronous)
    return; // over when the call returns
  S.Empty.clear();
  addSorted(S.Live, LiveThread{Id, Handle});
}

bool FunctionAnalysis::isCallable(TermId T) const {
  switch (P.Terms[T].Kind) {
  case TermKind::Closure:
  case TermKind::Function:
  case TermKind::Bind: return true;
  case TermKind::Param:
    return P.Terms[T].A < Facts.Params.size() && Facts.Params[P.Terms[T].A].What == Category::Callable;
  case TermKind::Capture:
    return P.Terms[T].A < Facts.Captures.size() && Facts.Captures[P.Terms[T].A].What == Category::Callable;
  case TermKind::OneOf: return llvm::any_of(P.Terms.kids(T), [&](TermId K) { return isCallable(K); });
  default: return false;
  }
}

void FunctionAnalysis::awaited(State &S, TermId Object) {
  if (!Object || !P.Terms.isPath(Object) || P.Terms[Object].Kind == TermKind::Result)
    return;
  if (auto It = PromiseOf.find(Object); It != PromiseOf.end() && It->second != Object)
    awaited(S, It->second);
  if (P.Terms[Object].Kind == TermKind::Field)
    for (SymId Count : A.Rounds.seenWith(P.Terms[Object].B))
      awaited(S, P.Terms.field(P.Terms.base(Object), Count));
  TermId Half = token(Object, "#after");
  if (Half && llvm::none_of(S.Locks, [&](const Held &H) { return H.Lock == Half; })) {
    S.Locks.push_back({Half, true, 0, {}});
    llvm::sort(S.Locks, [](const Held &X, const Held &Y) { return X.Lock < Y.Lock; });
  }
}

bool FunctionAnalysis::holdsLock(const State &S) const {
  return llvm::any_of(S.Locks, [&](const Held &H) { return P.pseudoLock(H.Lock) == PseudoLock::None; });
}

std::vector<TermId> FunctionAnalysis::signalsOf(std::uint32_t Index, bool OnlyTurns) {
  const Event &E = Facts.Events[Index];
  std::vector<TermId> Result;
  if (OnlyTurns && E.Kind == EventKind::Publish && static_cast<Setting>(E.Detail) == Setting::Step)
    return Result;
  auto Add = [&](TermId T) {
    for (TermId X : P.Terms.alternatives(T))
      if (X && P.Terms.isPath(X) && (!(E.Flags & FlagPlain) || A.isObserved(X)))
        addSorted(Result, X);
  };
  if ((E.Kind == EventKind::Signal || E.Kind == EventKind::Publish) &&
      (!(E.Flags & FlagPlain) || PlainUnderLock[Index])) {
    Add(term(E.Subject));
    if (E.Flags & FlagCount)
      OwnCounters.insert(Result.begin(), Result.end());
  } else if (E.Kind == EventKind::Call || (E.Kind == EventKind::EndOfLife && E.Callee))
    for (const Instance &I : instances(E, Index)) {
      llvm::DenseMap<TermId, TermId> Memo;
      for (TermId T : OnlyTurns ? A.Summaries[I.Callee].Turns : A.Summaries[I.Callee].Signals)
        Add(P.Terms.substitute(T, I.Env, Memo));
    }
  return Result;
}

void FunctionAnalysis::findSignalsAhead() {
  unsigned N = Facts.Blocks.size();
  std::vector<std::vector<TermId>> Own(N);
  bool Any = false;
  for (unsigned B = 0; B < N; ++B)
    for (std::uint32_t I = Facts.Blocks[B].Events.Begin; I < Facts.Blocks[B].Events.End; ++I)
      for (TermId T : signalsOf(I)) {
        addSorted(Own[B], T);
        addSorted(Out.Signals, T);
        Any = true;
      }
  if (Any)
    for (std::uint32_t I = 0; I < Facts.Events.size(); ++I)
      for (TermId T : signalsOf(I, true))
        addSorted(Out.Turns, T);
  if (!Any)
    return;
  if (Out.Signals.size() > 32)
    Out.Signals.resize(32);
  Ahead.assign(N, {});
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (unsigned B = N; B-- > 0;)
      for (std::uint32_t E = Facts.Blocks[B].Succs.Begin; E < Facts.Blocks[B].Succs.End; ++E) {
        unsigned To = Facts.Succs[E];
        for (const std::vector<TermId> *From : {&Own[To], &Ahead[To]})
          for (TermId T : *From)
            if (!llvm::is_contained(Ahead[B], T)) {
              addSorted(Ahead[B], T);
              Changed = true;
            }
      }
  }
}

/// T with the object From replaced by To; 0 when T does not lie in From.
TermId FunctionAnalysis::rebase(TermId T, TermId From, TermId To) {
  if (T == From)
    return To;
  const Term X = P.Terms[T];
  if (X.Kind != TermKind::Field && X.Kind != TermKind::Element)
    return 0;
  TermId Base = rebase(P.Terms.base(T), From, To);
  if (!Base)
    return 0;
  return X.Kind == TermKind::Field ? P.Terms.field(Base, X.B) : P.Terms.element(Base, X.A, X.B);
}

bool FunctionAnalysis::moveHandles(State &S, TermId From, TermId To) {
  bool Moved = false;
  // A reference to an object that has threads, and that stays where it is, takes them
  // nowhere.
  const Term &Source = P.Terms[From], &Dest = P.Terms[To];
  const EntityInfo *Field = Dest.Kind == TermKind::Field ? P.entity(Dest.B) : nullptr;
  bool Stays =
      Field && Field->pointer() &&
      (Source.Kind == TermKind::This || Source.Kind == TermKind::Global || Source.Kind == TermKind::Field ||
       (Source.Kind == TermKind::Local && !(P.function(Source.B).Facts->Locals[Source.A].Flags & EntityPointer)));
  for (LiveThread &L : S.Live) {
    if (Stays && L.Handle != From)
      continue;
    TermId New = L.Handle ? rebase(L.Handle, From, To) : 0;
    if (!New || New == L.Handle)
      continue;
    if (Recording)
      Renamed.push_back({L.Spawn, L.Handle, New});
    L.Handle = New;
    llvm::erase(S.Joined, L.Handle);
    llvm::erase(S.Joined, P.Terms.container(L.Handle));
    Moved = true;
  }
  if (Moved) {
    llvm::sort(S.Live);
    S.Live.erase(std::unique(S.Live.begin(), S.Live.end()), S.Live.end());
  }
  return Moved;
}

/// The place that what lies in a local of this frame was taken from.
TermId FunctionAnalysis::origin(TermId T) {
  if (auto It = CameFrom.find(T); It != CameFrom.end())
    return It->second;
  const Term X = P.Terms[T];
  if (X.Kind != TermKind::Field && X.Kind != TermKind::Element)
    return T;
  TermId Base = P.Terms.base(T), To = origin(Base);
  if (To == Base)
    return T;
  return X.Kind == TermKind::Field ? P.Terms.field(To, X.B) : P.Terms.element(To, X.A, X.B);
}

void FunctionAnalysis::store(State &S, const Event &E) {
  TermId Dest = term(E.Subject), Src = term(E.Other);
  if (!Dest || !Src || Dest == Src)
    return;
  if (const EntityInfo *I = P.Terms[Dest].Kind == TermKind::Field ? P.entity(P.Terms[Dest].B) : nullptr;
      I && I->What != Category::Map)
    llvm::erase(S.Empty, Dest);
  const Term &Into = P.Terms[P.Terms.root(Dest)], &From = P.Terms[P.Terms.root(Src)];
  if (Into.Kind == TermKind::Local && Into.B == F && From.Kind != TermKind::Local && From.Kind != TermKind::Alloc &&
      P.Terms.isPath(Src))
    CameFrom.try_emplace(Dest, Src);
  noteAlias(Dest, Src);
  storeIn(S, Dest, Src);
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
  for (TermId T : Coming)
    if (!llvm::is_contained(S.Signalled, T) || OwnCounters.contains(T))
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
        addSorted(I.ExitJoined, X);
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
  const Term X = P.Terms[T];
  if (X.Kind == TermKind::Field) {
    TermId Base = P.Terms.base(T), To = givenBack(Base);
    return To == Base ? T : P.Terms.field(To, X.B);
  }
  if (X.Kind != TermKind::Element)
    return T;
  TermId Base = P.Terms.base(T), To = givenBack(Base);
  if (P.text(X.B).starts_with("taken:") && !(Now && llvm::is_contained(Now->Owned, T)))
    return P.Terms.element(To, F, P.symbol("given:"));
  return To == Base ? T : P.Terms.element(To, X.A, X.B);
}

/// A pointer or reference member of an object of this frame may lead to somebody
/// else's map.
bool FunctionAnalysis::leadsOut(TermId Map) const {
  const Term &T = P.Terms[Map];
  const EntityInfo *E = T.Kind == TermKind::Field ? P.entity(T.B) : nullptr;
  return E && E->pointer();
}

void FunctionAnalysis::recordAccess(AccessRecord R) {
  if (!R.Map || A.neverHappens(R.Where))
    return;
  if (P.Terms[R.Map].Kind == TermKind::OneOf) {
    for (TermId M : P.Terms.alternatives(R.Map)) {
      AccessRecord One = R;
      One.Map = M;
      recordAccess(One);
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
      return;
    R.Early |= Owned != 0;
  }
  R.Map = canonical(givenBack(R.Map)); // as the locks beside it are
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
      if (Root && !isGiven(Root))
        continue;
      X.Early = Root != 0;
    }
    X.Where = Compose(R.Where);
    X.Chain = A.prepend(F, At, I.Callee, R.Chain);
    recordAccess(std::move(X));
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
    auto RuledOut = [&](const Assumption &X) {
      return llvm::any_of(Before.Known, [&](const Assumption &K) { return contradict(X, K); });
    };
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

void FunctionAnalysis::call(State &S, const Event &E, std::uint32_t Index) {
  const std::vector<Instance> &Called = instances(E, Index);
  const State AtCall = Recording && !S.Owned.empty() ? S : State();
  publishCall(S, E, Called);
  if (Recording) {
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
  for (const Instance &I : Called) {
    State One = leave(Before, I, E, Called.size() == 1);
    for (TermId J : I.ExitJoined) {
      llvm::erase_if(One.Live, [&](const LiveThread &L) {
        return L.Handle && (L.Handle == J || P.Terms.container(L.Handle) == J);
      });
      addSorted(One.Joined, J);
    }
    if (!I.ExitLive.empty())
      One.Empty.clear();
    for (const LiveThread &L : I.ExitLive) {
      addSorted(One.Live, L);
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
      for (const StoreRecord &R : A.Summaries[I.Callee].Stores)
        if (TermId From = P.Terms.substitute(R.Source, I.Env, Memo))
          if (TermId To = P.Terms.substitute(R.Dest, I.Env, Memo))
            moveHandles(One, From, To);
    const std::vector<SymId> &Changes = A.Summaries[I.Callee].Changes;
    llvm::erase_if(One.Known, [&](const Assumption &K) {
      const Term &T = P.Terms[K.Selector];
      return (T.Kind == TermKind::Field || T.Kind == TermKind::Global) && llvm::is_contained(Changes, T.B);
    });
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
  if (E.Flags & FlagTemporary)
    addSorted(S.Discarded, P.place(Info, E.At));
  signalled(S, Index);
}

void FunctionAnalysis::signalled(State &S, std::uint32_t Index) {
  // Who counts passes nothing on, and a callee that has it on return got it afterwards.
  const Event &E = Facts.Events[Index];
  const std::vector<TermId> Turns = signalsOf(Index, true);
  auto Kept = [&](TermId T, TermId Turn) {
    return !llvm::is_contained(Turns, T) ||
           (E.Kind == EventKind::Call && llvm::any_of(instances(E, Index), [&](const Instance &I) {
              return llvm::any_of(I.ExitLocks, [&](const Held &H) { return H.Lock == Turn; });
            }));
  };
  for (TermId T : signalsOf(Index)) {
    addSorted(S.Signalled, T);
    // Whoever passes the turn on has it no more.
    TermId Turn = token(T, "#after");
    // But for the last of all parties, who sets the count back.
    if (!Kept(T, Turn))
      llvm::erase_if(S.Locks, [&](const Held &H) { return H.Lock == Turn && !H.Again; });
    // The one thread of many that signals need not wait for itself.
    if (llvm::any_of(S.Locks, [&](const Held &H) { return P.pseudoLock(H.Lock) == PseudoLock::Only; }))
      awaited(S, T);
  }
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
    llvm::SmallVector<TermId, 4> Locks;
    for (std::uint32_t K = E.Args.Begin; K < E.Args.End; ++K)
      for (TermId Lock : P.Terms.alternatives(term(Facts.Kids[K])))
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
    TermId Guard = term(E.Subject);
    llvm::erase(S.Released, Guard); // of the caller: taken again
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
    TermId Guard = term(E.Subject);
    bool Known = llvm::any_of(S.Locks, [&](const Held &H) { return H.Guard == Guard; });
    releaseGuard(S, Guard, true);
    // A guard of the caller is unlocked: whatever it holds is given up.
    if (!Known && Guard && P.Terms[Guard].Relative)
      addSorted(S.Released, Guard);
    return;
  }
  case EventKind::GuardDrop: {
    TermId Guard = term(E.Subject);
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
    if (E.CallId) {
      for (const auto &[Call, H] : std::vector<std::pair<std::uint32_t, Held>>(S.Tries))
        if (Call == E.CallId)
          acquire(S, H.Lock, H.Shared, H.Guard, E.At);
      return;
    }
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
    bool Moves = llvm::any_of(S.Locks, [&](const Held &H) { return H.Guard && H.Guard == X; }) ||
                 llvm::any_of(S.Live, [&](const LiveThread &L) { return L.Handle && L.Handle == X; });
    for (const Held &H : S.Locks)
      if (H.Guard && H.Guard == X)
        llvm::erase(S.Discarded, H.At);
    for (Held &H : S.Locks)
      if (H.Guard && H.Guard == X)
        H.Guard = Returned;
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
  case EventKind::CvWait: forgetFlags(S); return;
  case EventKind::Publish:
  case EventKind::Signal:
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
    // Only a function that locks says that the element needs the lock.
    if (!Recording || (!holdsLock(S) && !(E.Flags & FlagHeld)))
      return;
    AccessRecord R;
    R.Map = term(E.Subject);
    R.What = E.Flags & FlagWhole ? Effect::Iterate : Effect::ElementRead;
    R.Flags = E.Flags | FlagEscape;
    R.Key = E.Other ? term(E.Other) : 0;
    R.Operation = P.sym(Info, E.Name);
    R.Function = F;
    R.At = P.place(Info, E.At);
    R.Where = situation(S);
    // What this frame took, it gives back before the caller uses the reference.
    R.Where.Locks = 0;
    recordAccess(std::move(R));
    return;
  }
  case EventKind::Decide:
  case EventKind::Touch: return;
  case EventKind::Assume: assume(S, E); return;
  case EventKind::View:
  case EventKind::Use:
  case EventKind::Copy:
  case EventKind::Mutate: lookThrough(S, E); return;
  case EventKind::Test:
    if (TermId Tested = term(E.Subject); Tested && E.Detail)
      addSorted(S.Empty, Tested);
    else
      llvm::erase(S.Empty, Tested);
    return;
  }
}

/// Into, with what comes from From; whether it is another now.
bool FunctionAnalysis::flow(States &Into, const State &From) {
  auto SameLocks = [&](const State &X) {
    return X.Released == From.Released &&
           std::equal(X.Locks.begin(), X.Locks.end(), From.Locks.begin(), From.Locks.end(),
                      [](const Held &A, const Held &B) { return A.Lock == B.Lock && A.Shared == B.Shared; });
  };
  auto Apart = [&](const State &X) {
    return llvm::any_of(X.Known, [&](const Assumption &K) {
      return llvm::any_of(From.Known, [&](const Assumption &L) { return contradict(K, L); });
    });
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
    step(S, Index);
    if (Dead)
      continue;
    for (State *X = &S;;) {
      if (!X->Known.empty() && holdsLock(*X))
        LockedUnder.insert(X->Known.begin(), X->Known.end());
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
      if (!P.Terms.isPath(Flag) || !P.Terms.isPath(X) ||
          llvm::any_of(One.Known, [&](const Assumption &Y) { return contradict(Y, Decides); }))
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
  Dead = llvm::any_of(S.Known, [&](const Assumption &Y) { return contradict(Y, Now); });
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
  for (const auto &[Call, H] : std::vector<std::pair<std::uint32_t, Held>>(S.Tries))
    if (Call == E.CallId)
      acquire(S, H.Lock, H.Shared, H.Guard, E.At);
}

/// The block begins with what the state rules out.
bool FunctionAnalysis::ruledOut(const Block &To, const State &S) {
  for (std::uint32_t I = To.Events.Begin; I < To.Events.End && !S.Known.empty(); ++I) {
    const Event &E = Facts.Events[I];
    const Knowledge What = static_cast<Knowledge>(E.Detail);
    if (E.Kind == EventKind::Assume && (What == Knowledge::Is || What == Knowledge::IsNot)) {
      Assumption Now{term(E.Subject), P.sym(Info, E.Name), What == Knowledge::Is};
      if (llvm::any_of(S.Known, [&](const Assumption &K) { return contradict(K, Now); }))
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
    if (llvm::any_of(LockedUnder, [&](const Assumption &L) { return contradict(K, L); }))
      if (TermId Mark = A.Flags.mark(K))
        Locks.push_back({Mark, true, 0, {}});
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
    // Signals after each event, from the last one backwards.
    std::vector<std::vector<TermId>> After(Ahead.empty() || S.empty() ? 0 : Blk.Events.size() + 1);
    for (std::uint32_t I = After.size(); I-- > 0;) {
      After[I] = I + 1 == After.size() ? Ahead[B] : After[I + 1];
      if (I + 1 < After.size())
        for (TermId T : signalsOf(Blk.Events.Begin + I))
          addSorted(After[I], T);
    }
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
    if (In[Facts.Exit].size() > 1)
      for (const State &Each : In[Facts.Exit]) {
        ExitWay &W = Out.ExitWays.emplace_back();
        Leaves(Each, W.Locks, W.Released);
        llvm::copy_if(Each.Known, std::back_inserter(W.When),
                      [&](const Assumption &K) { return P.Terms[K.Selector].Kind != TermKind::Local; });
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
