//===- contexts.cpp ---------------------------------------------------------===//
#include "checker/link/contexts.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

namespace maprace {

static constexpr unsigned MaxDepth = 6;
static constexpr size_t MaxWays = 8;
static constexpr unsigned MaxHandlerSteps = 2;
static constexpr unsigned MaxStartsOfSite = 24;
static constexpr size_t MaxContexts = 20000;
/// With more accesses than this, those that show the same are kept once (shownBy()).
static constexpr size_t ManyAccesses = 50000;

Contexts::Contexts(Analyzer &A) : A(A), P(A.P), ThreadEnd(P.Terms.make(TermKind::Global, 0, P.symbol("@threadexit"))) {
  EndsThreads = llvm::any_of(A.Spawns, [&](const SpawnRecord &R) { return R.Posted == ThreadEnd; });
  size_t N = P.functions().size();
  for (FuncId F = 1; F < N; ++F)
    if (P.function(F).Facts->Flags & FuncMain)
      addRoot(F, ContextKind::Main);
  // What overrides a function of the program is called by that name, or not at all.
  auto Unused = [&](FuncId F) {
    const FunctionInfo &I = P.function(F);
    return llvm::any_of(I.Facts->Overrides, [&](Str O) { return P.find(P.sym(I, O)) != 0; });
  };
  for (FuncId F = 1; F < N; ++F)
    if (!(P.function(F).Facts->Flags & (FuncMain | FuncLambda)) && !A.HasCaller[F] && !Unused(F))
      addRoot(F, P.function(F).Facts->Flags & FuncStartup ? ContextKind::Startup : ContextKind::External);
  resolveInvokes();
  std::map<TermId, std::set<ContextId>> Resolved;
  for (const auto &[Object, By] : Signallers)
    for (TermId T : P.Terms.alternatives(resolve(Object)))
      Resolved[T].insert(By.begin(), By.end());
  Signallers = std::move(Resolved);
  for (ContextId C = 0; C < All.size(); ++C)
    if (All[C].Parent != NoContext) {
      const SpawnRecord &R = A.Spawns[All[C].Spawn];
      Sites[root(C)].insert({R.Function, R.At});
    }
}

Environment Contexts::rootEnvironment(FuncId F) {
  const FunctionInfo &I = P.function(F);
  Environment E;
  // Each root of a frame is an object of its own: two parameters are two things.
  auto Any = [&](SymId Class, unsigned Index) { return P.Terms.make(TermKind::Any, Class, F * 64 + Index); };
  E.This = Any(I.Class, 63);
  for (unsigned K = 0; K < I.Facts->Params.size(); ++K)
    E.Params.push_back(Any(P.sym(I, I.Facts->Params[K].Type), std::min(K, 30u)));
  for (unsigned K = 0; K < I.Facts->Captures.size(); ++K)
    E.Captures.push_back(Any(P.sym(I, I.Facts->Captures[K].Type), 31 + std::min(K, 30u)));
  return E;
}

void Contexts::addRoot(FuncId F, ContextKind K) {
  Context C;
  C.Kind = K;
  C.Entry = F;
  All.push_back(C);
  Analyzer::Target T;
  T.Function = F;
  T.Env = rootEnvironment(F);
  run(All.size() - 1, T, {}, 0, {}, 0);
}

bool Contexts::ownAllocation(TermId T) const {
  for (TermId X : P.Terms.alternatives(T)) {
    if (A.isHeapLocal(X) ? !soleHolder(X) : P.Terms[X].Kind != TermKind::Alloc)
      return false;
    auto It = Holders.find(X);
    if (It != Holders.end() && It->second.size() > 1 && !onePerObject(X, It->second))
      return false;
  }
  return true;
}

/// What a constructor makes and keeps in a member, each object has one of.
bool Contexts::onePerObject(TermId Made, const std::set<TermId> &Places) const {
  const FunctionInfo &Maker = P.function(P.Terms[Made].B);
  if (!(Maker.Facts->Flags & FuncConstructor))
    return false;
  return llvm::all_of(Places, [&](TermId Place) {
    const EntityInfo *E = P.member(Place);
    return E && E->Class == Maker.Class && P.Terms[Place].B == P.Terms[*Places.begin()].B;
  });
}

TermId Contexts::soleHolder(TermId T) const {
  auto It = Holders.find(T);
  if (It == Holders.end() || It->second.size() != 1)
    return 0;
  TermId Place = *It->second.begin();
  bool Member = P.Terms[Place].Kind == TermKind::Field || P.Terms[Place].Kind == TermKind::Element ||
                P.Terms[Place].Kind == TermKind::Global;
  return Member && !Holders.count(Place) ? Place : 0;
}

TermId Contexts::resolve(TermId T) const {
  auto [It, New] = Resolved.try_emplace(T);
  if (New || It->second.second != StoreCount) {
    TermId R = resolve(T, 0);
    Resolved[T] = {R, StoreCount};
    return R;
  }
  return It->second.first;
}

TermId Contexts::resolve(TermId T, unsigned Depth) const {
  if (Depth > 6 || !T)
    return T;
  // Once it is stored in a member, the member names it.
  if (A.isHeapLocal(T))
    if (TermId Place = soleHolder(T); Place && !A.mentions(Place, T))
      return resolve(Place, Depth + 1);
  auto It = Stores.find(T);
  if (It != Stores.end() && It->second.size() <= 3) {
    TermId One = P.Terms.oneOf(It->second);
    // A pointer that leads into itself (a list node) stays what it is, and an object
    // that only this place leads to is best named by the place.
    if (One && !ownAllocation(One) && !A.mentions(One, T))
      return resolve(One, Depth + 1);
  }
  const Term X = P.Terms[T];
  if (X.Kind == TermKind::Bind) {
    llvm::SmallVector<TermId, 6> Kids(P.Terms.kids(T).begin(), P.Terms.kids(T).end());
    llvm::SmallVector<TermId, 4> Parts;
    for (TermId C : P.Terms.alternatives(resolve(Kids[0], Depth + 1))) {
      Kids[0] = C;
      Parts.push_back(P.Terms.make(TermKind::Bind, X.A, X.B, Kids));
    }
    return P.Terms.oneOf(Parts);
  }
  if (X.Kind == TermKind::Field) {
    TermId Base = P.Terms.base(T), R = resolve(Base, Depth + 1);
    if (R != Base)
      return resolve(P.Terms.field(R, X.B), Depth + 1);
    // The object that is kept there was made with its members set.
    TermId Place = P.Terms[Base].Kind == TermKind::Element ? P.Terms.element(P.Terms.base(Base), 0, 0) : Base;
    if (auto Kept = Stores.find(Place); Kept != Stores.end() && Kept->second.size() <= 3) {
      llvm::SmallVector<TermId, 4> Members;
      for (TermId Object : Kept->second)
        for (TermId O : P.Terms.alternatives(Object))
          if (TermId Member = P.Terms.field(O, X.B); P.Terms[O].Kind == TermKind::Alloc && Stores.count(Member))
            Members.push_back(resolve(Member, Depth + 1));
      if (TermId One = P.Terms.oneOf(Members); One && !A.mentions(One, T))
        return One;
    }
  } else if (X.Kind == TermKind::Element) {
    TermId Base = P.Terms.base(T), R = resolve(Base, Depth + 1);
    if (R != Base)
      return resolve(P.Terms.element(R, X.A, X.B), Depth + 1);
    // What was stored under another index.
    TermId Plain = P.Terms.element(Base, 0, 0);
    if (Plain != T && Stores.count(Plain))
      if (TermId R = resolve(Plain, Depth + 1); R != Plain)
        return R;
  }
  // Who goes over all elements, or looks for some, meets what was stored under any key.
  if (P.Terms.anyStep(
          T, [&](const Term &S) { return S.Kind == TermKind::Element && (!S.B || P.text(S.B).starts_with("*")); })) {
    auto Keyed = StoresOfKeys.find(underAnyKey(T));
    if (Keyed != StoresOfKeys.end() && Keyed->second.size() <= 3)
      if (TermId One = P.Terms.oneOf(Keyed->second); One && !ownAllocation(One) && !A.mentions(One, T))
        return resolve(One, Depth + 1);
  }
  return T;
}

/// Callables in one container are called from one place: which element, nobody can
/// tell, and which object, only its field says.
TermId Contexts::postKey(TermId T) const {
  while (P.Terms[T].Kind == TermKind::Element)
    T = P.Terms.base(T);
  if (P.Terms[T].Kind == TermKind::Field) {
    TermId Unknown = P.Terms.make(TermKind::Any, 0, 0);
    // A callable that is wrapped in a task object is found by the object's container.
    return P.Terms.field(Unknown, P.Terms[T].B);
  }
  return T;
}

/// The callables that wait in an executor.
bool Contexts::isQueue(TermId T) const {
  return P.Terms[T].Kind == TermKind::Field && P.text(P.Terms[T].B) == "@queue";
}

/// An executor runs what is posted to it once for each post. Others who store a
/// callable may call it as often as they like.
bool Contexts::queuedOnce(TermId Queue, ContextId By, bool Again) const {
  const Context &C = All[By];
  return isQueue(postKey(Queue)) && !Again && !C.Many && (C.Kind == ContextKind::Main || C.Kind == ContextKind::Thread);
}

/// The lock of the object that the map, now known as Found, is part of; 0 when it is
/// none of that object's.
TermId Contexts::besideMap(TermId Lock, TermId Map, TermId Found) const {
  const Term L = P.Terms[Lock];
  if (L.Kind != TermKind::Field)
    return 0;
  TermId Owner = P.Terms.base(Lock);
  while (Map != Owner) {
    if (!P.Terms.sameStep(Map, Found))
      return 0;
    Map = P.Terms.base(Map);
    Found = P.Terms.base(Found);
  }
  return P.Terms.field(Found, L.B);
}

/// What a signal handler does far from its own code is no business of threads: that it
/// is done in a handler at all is another defect.
bool Contexts::farFromHandler(ContextId C, ChainId Chain, ChainId Prefix) const {
  bool Handler = All[C].Spawn && (A.Spawns[All[C].Spawn].Flags & FlagSerialized);
  unsigned Steps = 0;
  for (ChainId Part : {Chain, Prefix})
    for (ChainId I = Part; I && Steps <= MaxHandlerSteps; I = A.Chains[I].Next)
      ++Steps;
  return Handler && Steps > MaxHandlerSteps;
}

/// Done without a lock because a flag said so, which nobody in view has set to that: a flag
/// of the object from its construction on says that nobody else is there, and one that
/// an unknown caller gives, that he has the lock.
bool Contexts::excused(ContextId C, const Situation &W) const {
  return llvm::any_of(A.LockSets[W.Locks], [&](const Held &H) {
    if (P.pseudoLock(H.Lock) != PseudoLock::When)
      return H.Lock == A.Flags.never();
    TermId Selector = P.Terms.base(H.Lock);
    return A.Flags.isConstant(Selector) ||
           (P.Terms[Selector].Kind == TermKind::Any && All[C].Kind == ContextKind::External);
  });
}

void Contexts::addAccess(ContextId C, AccessRecord R, ChainId Prefix) {
  if (farFromHandler(C, R.Chain, Prefix) || excused(C, R.Where))
    return;
  const llvm::SmallVector<TermId, 4> Maps = P.Terms.alternatives(resolve(R.Map));
  // A lock of one of the objects that a pointer may lead to is, for each of them, its own.
  auto lockOf = [&](TermId M, TermId Lock) {
    TermId Same = besideMap(Lock, R.Map, M);
    if (!Same && !besideMap(Lock, M, M))
      for (TermId Other : Maps)
        Same = Same ? Same : besideMap(Lock, Other, M);
    return Same;
  };
  for (TermId M : Maps) {
    if (!M || !P.Terms.isPath(M))
      continue;
    AccessRecord One = R;
    One.Map = M;
    // A step into a field of what was resolved may lead to a thread's own copy.
    if (const Term &Root = P.Terms[P.Terms.root(M)]; Root.Kind == TermKind::Local) {
      const FunctionFacts &F = *P.function(Root.B).Facts;
      if (Root.A < F.Locals.size() && (F.Locals[Root.A].Flags & EntityThreadLocal))
        continue;
    }
    if (One.Where.Locks) {
      std::vector<Held> L;
      for (Held H : std::vector<Held>(A.LockSets[One.Where.Locks])) {
        // A token names the object that is signalled, not what is stored in it.
        if (P.pseudoLock(H.Lock) != PseudoLock::None) {
          const Term Half = P.Terms[H.Lock];
          for (TermId W : P.Terms.alternatives(resolve(P.Terms.base(H.Lock)))) {
            H.Lock = P.Terms.element(W, Half.A, Half.B);
            if (H.Lock)
              L.push_back(H);
          }
          continue;
        }
        // A pointer that may lead to several objects leads the lock and the map to
        // the same one.
        if (TermId Same = lockOf(M, H.Lock)) {
          H.Lock = Same;
          L.push_back(H);
          continue;
        }
        if (P.Terms.isChoice(H.Lock) && Maps.size() == 1) {
          llvm::SmallVector<TermId, 4> Each = P.Terms.alternatives(H.Lock);
          for (TermId &W : Each)
            W = resolve(W);
          H.Lock = P.Terms.choice(Each);
          L.push_back(H);
          continue;
        }
        llvm::SmallVector<TermId, 4> Ways = P.Terms.alternatives(resolve(H.Lock));
        auto Beside = [&](TermId W) { return P.Terms.kids(W).size() == 1 && P.Terms.hasPrefix(M, P.Terms.base(W)); };
        bool Narrow = llvm::any_of(Ways, Beside);
        for (TermId W : Ways) {
          if (Narrow && !Beside(W))
            continue;
          H.Lock = W;
          L.push_back(H);
        }
      }
      if (L != A.LockSets[One.Where.Locks])
        One.Where.Locks = A.LockSets.intern(std::move(L));
    }
    // What is reached with less protection shows all that another way to it would.
    llvm::SmallVectorImpl<Situation> &Ways = WaysTo[{Accesses.size() < ManyAccesses ? C : shownBy(C, One), M,
                                                     static_cast<unsigned>(One.What) | (One.Flags & FlagEscape) |
                                                         (isLate(One.Where) << 13) | (One.Mark << 16),
                                                     One.Function, One.At.Line, One.At.Col}];
    if (Ways.size() >= MaxWays || llvm::any_of(Ways, [&](const Situation &W) { return weaker(W, One.Where); }))
      continue;
    Ways.push_back(One.Where);
    TermId Written = P.Terms.container(R.Map);
    SymId Member = Written != P.Terms.container(M) && P.Terms[Written].Kind == TermKind::Field ? P.Terms[Written].B : 0;
    Accesses.push_back({C, std::move(One), Prefix, Member});
    Accesses.back().ByGlobal = M != R.Map && P.Terms[P.Terms.root(R.Map)].Kind == TermKind::Global;
  }
}

/// The path, whatever the keys and indices of its elements are.
TermId Contexts::underAnyKey(TermId T) const {
  if (!P.Terms.anyStep(T, [](const Term &S) { return S.Kind == TermKind::Element && S.B; }))
    return T;
  TermId Base = underAnyKey(P.Terms.base(T));
  return P.Terms[T].Kind == TermKind::Element ? P.Terms.element(Base, 0, 0) : P.Terms.stepFrom(Base, T);
}

void Contexts::noteStores(const Summary &S, const Environment &Env) {
  llvm::DenseMap<TermId, TermId> Memo;
  for (const StoreRecord &R : S.Stores) {
    TermId Dest = P.Terms.substitute(R.Dest, Env, Memo), Source = P.Terms.substitute(R.Source, Env, Memo);
    if (!Dest || !Source)
      continue;
    const Term D = P.Terms[Dest];
    // Objects that hold threads or data by value are places, not ways to others.
    if (D.Kind == TermKind::Field)
      if (const EntityInfo *E = P.entity(D.B); E && !E->pointer() && E->What != Category::Callable &&
                                               E->What != Category::Other && E->What != Category::Thread)
        continue;
    // What comes out of a container and goes back says nothing about where it is from.
    if (D.Kind == TermKind::Element) {
      llvm::SmallVector<TermId, 4> New = P.Terms.alternatives(Source);
      llvm::erase_if(
          New, [&](TermId S) { return P.Terms[S].Kind == TermKind::Element && P.Terms.base(S) == P.Terms.base(Dest); });
      Source = P.Terms.oneOf(New);
      if (!Source)
        continue;
    }
    if (Holders[Source].insert(Dest).second) {
      FoundThere.clear();
      KnownFromStart.clear();
      Stores[Dest].push_back(Source);
      if (TermId Any = underAnyKey(Dest); Any != Dest)
        StoresOfKeys[Any].push_back(Source);
      ++StoreCount;
    }
  }
}

void Contexts::run(ContextId C, const Analyzer::Target &T, const Situation &Outer, FuncId Caller, Place At,
                   unsigned Depth, const Way *Below) {
  if (Depth > MaxDepth)
    return;
  const Summary &S = A.Summaries[T.Function];
  llvm::DenseMap<TermId, TermId> Memo;
  auto Map = [&](TermId X) { return P.Terms.substitute(X, T.Env, Memo); };
  auto Chain = [&](ChainId Inner) { return Caller ? A.prepend(Caller, At, T.Function, Inner) : Inner; };
  // Few situations stand for many records.
  llvm::DenseMap<std::tuple<SetId, SetId, SetId, SetId>, Situation> Composed;
  auto Compose = [&](const Situation &W) {
    auto [It, New] = Composed.try_emplace({W.Locks, W.Released, W.Live, W.Joined});
    if (New)
      It->second = A.compose(Outer, A.substitute(W, T.Env, Memo));
    return It->second;
  };
  bool Deep = !Below && !S.Deferred.empty();
  noteStores(S, T.Env);
  if (Deep)
    collectStores(T);
  for (TermId T2 : S.Signals)
    if (TermId Object = Map(T2))
      Signallers[Object].insert(C);
  for (const AccessRecord &R : S.Accesses) {
    AccessRecord X = R;
    X.Map = Map(R.Map);
    X.Key = Map(R.Key);
    if (!X.Map)
      continue;
    X.Where = Compose(R.Where);
    X.Chain = Chain(R.Chain);
    if (Below) {
      SlotSet Slot = slotOf(P.Terms[P.Terms.root(R.Map)]);
      bool Part = !A.throughPointer(P.Terms.base(R.Map));
      if ((Slot & Below->Private) && Part)
        continue;
      X.Init |= (Slot & Below->Fresh) && Part;
    }
    addAccess(C, std::move(X), Below ? Below->Prefix : 0);
  }
  if (Below && Below->Late)
    return;
  for (const SpawnOccurrence &R : S.Spawns) {
    SpawnOccurrence X;
    X.Spawn = A.substitute(R.Spawn, T.Env, Memo);
    X.Handle = Map(R.Handle);
    X.Where = Compose(R.Where);
    X.Chain = Chain(R.Chain);
    start(C, X, Depth + 1);
  }
  for (const InvokeRecord &R : S.Invokes) {
    Pending X{C, R, Depth + 1};
    X.Invoke.Callee = Map(R.Callee);
    for (TermId &Arg : X.Invoke.Args)
      Arg = Map(Arg);
    X.Invoke.Where = Compose(R.Where);
    const Situation &W = X.Invoke.Where;
    std::size_t Args = llvm::hash_combine_range(X.Invoke.Args.begin(), X.Invoke.Args.end());
    if (X.Invoke.Callee && SeenInvoke.insert({C, X.Invoke.Callee, Args, W.Locks, W.Live, W.Joined}).second)
      Invokes.push_back(std::move(X));
  }
  if (Deep) {
    Descent D{C, T, Outer, Caller ? A.chain(Caller, At, T.Function, 0) : 0, Depth};
    if (All[C].Kind == ContextKind::Posted)
      Waiting.push_back(std::move(D));
    else
      descend(D);
  }
}

/// What the starter had waited for, the thread comes after, too.
SetId Contexts::seenBy(const Context &C) {
  std::vector<Held> Seen;
  for (const Held &H : A.LockSets[C.Where.Locks])
    if (P.pseudoLock(H.Lock) == PseudoLock::After)
      Seen.push_back(H);
  return A.LockSets.intern(std::move(Seen));
}

void Contexts::start(ContextId Parent, const SpawnOccurrence &O, unsigned Depth) {
  if (Depth > MaxDepth || All.size() > MaxContexts)
    return;
  const SpawnRecord R = A.Spawns[O.Spawn];
  if (!R.Callee || (All[Parent].Spawn && (A.Spawns[All[Parent].Spawn].Flags & FlagSerialized)))
    return; // nobody knows what, or a signal handler that starts threads
  bool SelfLive = llvm::any_of(A.LiveSets[O.Where.Live], [&](const LiveThread &L) {
    const SpawnRecord &Other = A.Spawns[L.Spawn];
    return L.Spawn == O.Spawn ||
           ((Other.Flags & FlagStale) && Other.At == R.At && Other.Function == R.Function && Other.Callee == R.Callee);
  });
  if (R.Posted) {
    // A callable is stored: it runs when somebody calls it.
    std::vector<Post> &List = Posts[postKey(R.Posted)];
    for (Post &Q : List)
      if (Q.By == Parent && Q.Occurrence.Spawn == O.Spawn) {
        Q.Once &= !SelfLive;
        Q.Repeats |= SelfLive;
        return;
      }
    if (List.size() < 200)
      List.push_back({Parent, O, queuedOnce(R.Posted, Parent, SelfLive), SelfLive});
    return;
  }
  llvm::SmallVector<TermId, 4> Args;
  for (TermId T : R.Args)
    Args.push_back(resolve(T));
  llvm::SmallVector<Analyzer::Target, 2> Targets = A.targets(resolve(R.Callee), Args);
  if (Targets.empty()) {
    // The callable comes from a place that others fill.
    auto It = Posts.find(postKey(R.Callee));
    if (It != Posts.end())
      for (const Post &Q : std::vector<Post>(It->second))
        for (Analyzer::Target &T : A.targets(A.Spawns[Q.Occurrence.Spawn].Callee, Args))
          Targets.push_back(T);
  }
  for (const Analyzer::Target &T : Targets) {
    auto [It, New] = Started.try_emplace({Parent, O.Spawn, T.Function}, All.size());
    if (!New) {
      All[It->second].Many |= SelfLive;
      continue;
    }
    // A thread that leads to its own start again adds nothing new, and neither does the
    // same start seen from ever more places.
    bool Again = false;
    for (ContextId By = Parent; All[By].Parent != NoContext; By = All[By].Parent)
      Again |= All[By].Entry == T.Function && A.Spawns[All[By].Spawn].At == R.At;
    if (Again || ++StartedAt[{T.Function, R.At}] > MaxStartsOfSite) {
      Started.erase(It);
      continue;
    }
    Context C;
    C.Kind = ContextKind::Thread;
    C.Parent = Parent;
    C.Entry = T.Function;
    C.Spawn = O.Spawn;
    C.Handle = O.Handle;
    C.Where = O.Where;
    C.Chain = O.Chain;
    C.Many = SelfLive || (R.Flags & FlagMany);
    // Each thread of a team makes tasks of its own.
    if (ofTeam(C) && All[Parent].Many && !byOneThread(O.Where, O.Where))
      C.Many = true;
    All.push_back(C);
    run(All.size() - 1, T, {seenBy(C), 0, 0, 0}, 0, {}, Depth);
    if (!EndsThreads)
      continue;
    Pending End;
    End.In = All.size() - 1;
    End.Invoke.Callee = ThreadEnd;
    End.Invoke.Function = T.Function;
    End.Invoke.At = P.place(P.function(T.Function), P.function(T.Function).Facts->At);
    End.Depth = Depth + 1;
    Invokes.push_back(std::move(End));
  }
}

bool Contexts::sameContainer(TermId X, TermId Y) const {
  auto Strip = [&](TermId T) { return P.Terms.container(resolve(T)); };
  // The place itself, not what one of its callables resolves to.
  auto Container = [&](TermId T) {
    T = P.Terms.container(T);
    return P.Terms[T].Kind == TermKind::Field ? P.Terms.field(Strip(P.Terms.base(T)), P.Terms[T].B) : T;
  };
  TermId A1 = Container(X), B1 = Container(Y);
  // A guess at the executor would put a handler into threads that never run it: the
  // paths have to agree, down to an object that only the outside knows.
  if (A1 && B1 && isQueue(A1) && isQueue(B1)) {
    while (A1 != B1 && P.Terms[A1].Kind == TermKind::Field && P.Terms[B1].Kind == TermKind::Field &&
           P.Terms[A1].B == P.Terms[B1].B) {
      A1 = P.Terms.base(A1);
      B1 = P.Terms.base(B1);
    }
    const Term &X1 = P.Terms[A1], &Y1 = P.Terms[B1];
    // An object on the heap is also named by the place that leads to it.
    auto LeadsTo = [&](TermId Place, TermId Object) {
      auto It = Stores.find(Place);
      return It != Stores.end() && llvm::is_contained(It->second, Object);
    };
    return A1 == B1 || LeadsTo(A1, B1) || LeadsTo(B1, A1) ||
           (X1.Kind == TermKind::Any && Y1.Kind == TermKind::Any && X1.A && X1.A == Y1.A);
  }
  return A1 == B1 || !A1 || !B1 || mayAlias(A1, B1);
}

void Contexts::resolveInvokes() {
  // Each round may make new contexts, which call again.
  for (unsigned Round = 0; Round < 4; ++Round) {
    std::vector<Pending> Now;
    size_t Before = All.size() + Accesses.size();
    Now.swap(Invokes);
    std::vector<Pending> Keep = Now;
    for (const Pending &Q : Now) {
      TermId Callee = resolve(Q.Invoke.Callee);
      llvm::SmallVector<TermId, 4> Args;
      for (TermId T : Q.Invoke.Args)
        Args.push_back(resolve(T));
      // (this->*table[i].handler)(x): the place is in the bound call, with its object. In
      // an object that handles events itself, the handler says nothing about the thread.
      TermId From = Q.Invoke.Callee;
      const llvm::SmallVector<TermId, 4> Given = Args;
      auto InTable = [&](TermId T) {
        return P.Terms[P.Terms.root(T)].Kind == TermKind::Global && !A.throughPointer(P.Terms.base(T));
      };
      if (P.Terms[From].Kind == TermKind::Bind && InTable(P.Terms.kids(From)[0])) {
        const llvm::SmallVector<TermId, 4> Kids(P.Terms.kids(From).begin(), P.Terms.kids(From).end());
        From = Kids[0];
        for (size_t K = 1; K < Kids.size(); ++K)
          Args.insert(Args.begin() + K - 1, resolve(Kids[K]));
      }
      llvm::SmallVector<TermId, 2> Keys{postKey(From)};
      if (TermId K = postKey(Callee); K != Keys[0])
        Keys.push_back(K);
      bool Posted = false;
      for (TermId Key : Keys) {
        auto It = Posts.find(Key);
        if (It == Posts.end())
          continue;
        for (size_t N = 0; N < It->second.size(); ++N) {
          Post Q2 = It->second[N];
          const SpawnRecord R = A.Spawns[Q2.Occurrence.Spawn];
          // What is stored in another object's queue, this one does not call.
          if (!sameContainer(R.Posted, From))
            continue;
          Posted = true;
          if (Key == ThreadEnd) {
            // Each thread ends what it began itself, or what ran in it.
            if (Q2.By == Q.In || llvm::is_contained(All[Q2.By].Carriers, Q.In))
              for (const Analyzer::Target &T : A.targets(resolve(R.Callee), Args))
                if (Ran.insert({Q.In, R.Callee, T.Function}).second)
                  run(Q.In, T, Q.Invoke.Where, Q.Invoke.Function, Q.Invoke.At, Q.Depth);
            continue;
          }
          llvm::SmallVector<Analyzer::Target, 2> Runs = A.targets(resolve(R.Callee), Args);
          for (const Analyzer::Target &T : Runs) {
            const Context Carrier = All[Q.In];
            if (isRoot(Q.In)) {
              if (Ran.insert({Q.In, R.Callee, T.Function}).second)
                run(Q.In, T, Q.Invoke.Where, Q.Invoke.Function, Q.Invoke.At, Q.Depth);
              continue;
            }
            auto [Where, New] = Started.try_emplace({Q2.By, Q2.Occurrence.Spawn, T.Function}, All.size());
            ContextId Id = Where->second;
            if (New) {
              Context C;
              C.Kind = ContextKind::Posted;
              C.Repeats = Q2.Repeats;
              C.Parent = Q2.By;
              C.Entry = T.Function;
              C.Spawn = Q2.Occurrence.Spawn;
              C.Where = Q2.Occurrence.Where;
              C.Chain = Q2.Occurrence.Chain;
              All.push_back(C);
            }
            // A callable that posts itself again is carried by what carries it.
            llvm::SmallVector<ContextId, 4> Real;
            if (Carrier.Carriers.empty())
              Real.push_back(Q.In);
            else
              Real.append(Carrier.Carriers.begin(), Carrier.Carriers.end());
            for (ContextId R2 : Real) {
              if (!llvm::is_contained(All[Id].Carriers, R2))
                All[Id].Carriers.push_back(R2);
              // Two threads run it beside itself if they drain one queue; those that drain
              // queues of unknown objects are as many guesses at who runs it.
              TermId &Drained = All[Id].Drained[R2];
              Drained = Callee;
              // The same start seen from another root is the same thread.
              bool Beside = llvm::any_of(All[Id].Drained, [&](const auto &D) {
                return D.second == Callee && A.Spawns[All[D.first].Spawn].At != A.Spawns[All[R2].Spawn].At;
              });
              All[Id].Many |= (All[R2].Many || Beside) && !Q2.Once;
            }
            if (New)
              // What the carrier holds when it calls, it holds during the run.
              run(Id, T, A.compose({seenBy(All[Id]), 0, 0, 0}, Situation{Q.Invoke.Where.Locks, 0, 0, 0}),
                  Q.Invoke.Function, Q.Invoke.At, Q.Depth);
          }
        }
      }
      if (Posted)
        continue;
      llvm::SmallVector<Analyzer::Target, 2> Targets = A.targets(Callee, Given);
      for (const Analyzer::Target &T : Targets)
        if (Ran.insert({Q.In, Callee, T.Function}).second)
          run(Q.In, T, Q.Invoke.Where, Q.Invoke.Function, Q.Invoke.At, Q.Depth);
    }
    descendLater();
    if (All.size() + Accesses.size() == Before && Invokes.empty())
      return;
    Invokes.insert(Invokes.end(), Keep.begin(), Keep.end());
  }
}

std::vector<Held> Contexts::locks(const ContextAccess &X) const {
  std::vector<Held> Result;
  for (const Held &H : A.LockSets[X.Access.Where.Locks])
    if (P.pseudoLock(H.Lock) == PseudoLock::None)
      Result.push_back(H);
  return Result;
}

bool Contexts::isOnlySignaller(ContextId C, TermId Object) const {
  auto It = Signallers.find(Object);
  return It == Signallers.end() || (It->second.size() == 1 && It->second.count(C));
}

bool Contexts::onlyPossible(ContextId C) const {
  for (; C != NoContext; C = All[C].Parent)
    if (All[C].Kind == ContextKind::Thread && (A.Spawns[All[C].Spawn].Flags & FlagPossible))
      return true;
  return false;
}

ContextId Contexts::root(ContextId C) const {
  while (All[C].Parent != NoContext)
    C = All[C].Parent;
  return C;
}

const std::vector<LiveThread> &Contexts::staleIn(SetId Live) const {
  auto [It, New] = Stale.try_emplace(Live);
  if (New)
    for (const LiveThread &L : A.LiveSets[Live])
      if (A.Spawns[L.Spawn].Flags & FlagStale)
        It->second.push_back(L);
  return It->second;
}

bool Contexts::isLive(const Situation &W, const Context &C, TermId Map) const {
  const SpawnRecord &Wanted = A.Spawns[C.Spawn];
  bool Found = false;
  // for (i...) { join(threads[i]); use(jobs[i]); }: the thread of this index is over.
  // The handle may be a member of what lies at the index.
  auto Slot = [&](TermId T) {
    while (P.Terms[T].Kind == TermKind::Field)
      T = P.Terms.base(T);
    return P.Terms[T].Kind == TermKind::Element ? T : 0;
  };
  auto JoinedBeside = [&](TermId Handle) {
    for (TermId Joined : A.TermSets[W.Joined]) {
      TermId J = Slot(Joined), H = Slot(Handle);
      if (!J || !H || P.Terms.base(J) != P.Terms.base(H))
        continue;
      const Term &Index = P.Terms[J];
      if (P.Terms.anyStep(
              Map, [&](const Term &X) { return X.Kind == TermKind::Element && X.A == Index.A && X.B == Index.B; }))
        return true;
    }
    return false;
  };
  // In a program of many threads the sets are long: they are sorted by start, and few
  // starts are stale.
  const std::vector<LiveThread> &Live = A.LiveSets[W.Live];
  for (auto L = std::lower_bound(Live.begin(), Live.end(), LiveThread{C.Spawn, 0});
       L != Live.end() && L->Spawn == C.Spawn && !Found; ++L)
    Found = !(Map && L->Handle && JoinedBeside(L->Handle));
  for (const LiveThread &L : staleIn(W.Live)) {
    if (Found)
      break;
    if (Map && L.Handle && JoinedBeside(L.Handle))
      continue;
    const SpawnRecord &R = A.Spawns[L.Spawn];
    if (R.At == Wanted.At && R.Function == Wanted.Function && R.Callee == Wanted.Callee && R.Args == Wanted.Args) {
      // The thread of an earlier round has that round's object.
      TermId Root = P.Terms.root(Map);
      bool OwnRound =
          Map && A.FreshInLoop.count(Root) &&
          (A.mentions(R.Callee, Root) || llvm::any_of(R.Args, [&](TermId T) { return A.mentions(T, Root); }));
      if (!OwnRound) {
        Found = true;
        break;
      }
    }
  }
  if (!Found)
    return false;
  // A posted callable runs only while something runs it that has not been waited for.
  if (C.Kind == ContextKind::Posted && !C.Carriers.empty()) {
    auto Running = [&](ContextId K) {
      TermId H = P.Terms.container(All[K].Handle);
      if (H && llvm::is_contained(A.TermSets[W.Joined], H))
        return false;
      // Where the poster itself starts what runs the callable, it knows since when.
      return All[K].Parent != C.Parent || isLive(W, All[K], 0);
    };
    if (llvm::none_of(C.Carriers, Running))
      return false;
  }
  return true;
}

/// What the threads of an OpenMP team have in common.
bool Contexts::isTeam(TermId T) const {
  return P.Terms[T].Kind == TermKind::Global && P.text(P.Terms[T].B) == "@omp.team";
}

bool Contexts::ofTeam(const Context &C) const {
  return C.Kind == ContextKind::Thread && P.text(A.Spawns[C.Spawn].Mechanism).starts_with("#pragma omp");
}

bool Contexts::byOneThread(const Situation &X, const Situation &Y) const {
  for (const Held &H : A.LockSets[X.Locks])
    if (P.pseudoLock(H.Lock) == PseudoLock::Only && isTeam(P.Terms.base(H.Lock)) &&
        llvm::any_of(A.LockSets[Y.Locks], [&](const Held &K) {
          return P.Terms[K.Lock].Kind == TermKind::Element && P.Terms[K.Lock].B == P.Terms[H.Lock].B &&
                 isTeam(P.Terms.base(K.Lock));
        }))
      return true;
  return false;
}

bool Contexts::inStep(const Situation &X, const Situation &Y) const {
  for (const Held &H : A.LockSets[X.Locks])
    for (const Held &K : A.LockSets[Y.Locks])
      if (P.pseudoLock(H.Lock) == PseudoLock::Phase && P.pseudoLock(K.Lock) == PseudoLock::Phase &&
          isTeam(P.Terms.base(H.Lock)) && isTeam(P.Terms.base(K.Lock)) && P.Terms[H.Lock].A == P.Terms[K.Lock].A &&
          disjointPhases(P.text(P.Terms[H.Lock].B), P.text(P.Terms[K.Lock].B)))
        return true;
  return false;
}

bool Contexts::carried(const Context &X, const Context &Y, bool &Decided) const {
  // Two callables of one single-threaded executor run one after the other.
  if (X.Carriers.empty() || Y.Carriers.empty())
    return false;
  if (X.Carriers == Y.Carriers) {
    Decided = true;
    return X.Carriers.size() == 1 ? All[X.Carriers[0]].Many : X.Many && Y.Many;
  }
  return false;
}

bool Contexts::givenByStart(ContextId C, TermId T) const {
  for (; All[C].Kind == ContextKind::Thread || All[C].Kind == ContextKind::Posted; C = All[C].Parent) {
    const SpawnRecord &R = A.Spawns[All[C].Spawn];
    auto Mentions = [&](TermId Given) { return A.mentions(Given, T); };
    if (Mentions(R.Callee) || llvm::any_of(R.Args, Mentions))
      return true;
  }
  return false;
}

bool Contexts::knowsFromStart(ContextId C, TermId Object, unsigned Depth) const {
  TermId Root = P.Terms.root(Object);
  if (isRoot(C) || givenByStart(C, Root))
    return !isRoot(C);
  // An object on the heap goes by the names of what leads to it.
  auto It = Depth < 4 ? Holders.find(Root) : Holders.end();
  if (It == Holders.end())
    return false;
  auto Known = KnownFromStart.find({C, Root, Depth});
  if (Known != KnownFromStart.end())
    return Known->second;
  bool Knows = llvm::any_of(It->second, [&](TermId H) { return knowsFromStart(C, H, Depth + 1); });
  KnownFromStart[{C, Root, Depth}] = Knows;
  return Knows;
}

Contexts::Distinct Contexts::distinct(const ContextAccess &X) const {
  const Context &C = All[X.In];
  TermId T = X.Access.Map;
  for (;;) {
    const Term &N = P.Terms[T];
    if (A.FreshInLoop.count(T))
      return Distinct::Object;
    if (N.Kind == TermKind::Element) {
      llvm::StringRef Token = P.text(N.B);
      // The starter's loop gives each thread another element; a thread's own loop goes
      // over all of them.
      if (Token.starts_with("$") || (Token.starts_with("*") && givenByStart(X.In, T)))
        return Distinct::Slot;
      // threads[i] = thread(work, i): the entry's own parameter picks its slot
      if (N.A == C.Entry && X.Access.Function == C.Entry) {
        const FunctionInfo &I = P.function(C.Entry);
        for (const Param &Q : I.Facts->Params)
          if (Q.Name && P.text(P.sym(I, Q.Name)) == Token)
            return Distinct::Slot;
      }
      // [i] { slots[i] = ...; }: a captured copy of an index picks the thread's slot,
      // and so does a parameter where the slots are a local of the starter.
      if (N.A) {
        const FunctionInfo &I = P.function(N.A);
        for (const Capture &Q : I.Facts->Captures)
          if (!Q.ByRef && Q.Name && P.text(P.sym(I, Q.Name)) == Token)
            return Distinct::Slot;
        TermKind Slots = P.Terms[P.Terms.root(T)].Kind;
        if (Slots == TermKind::Local || Slots == TermKind::Alloc || ofTeam(C))
          for (const Param &Q : I.Facts->Params)
            if (Q.ByValue && Q.Name && P.text(P.sym(I, Q.Name)) == Token)
              return Distinct::Slot;
      }
      T = P.Terms.base(T);
    } else if (N.Kind == TermKind::Field) {
      // Behind a pointer may be anybody's object, unless the pointer itself is one that
      // each thread gets for itself: then silence is better than a guess.
      if (const EntityInfo *E = P.entity(N.B); T != X.Access.Map && (!E || E->leadsElsewhere())) {
        const Term &Root = P.Terms[P.Terms.root(T)];
        return Root.Kind == TermKind::Result || !frameIsShared(X.In, Root) ? Distinct::Object : Distinct::No;
      }
      T = P.Terms.base(T);
    } else {
      // An object of a frame inside the thread: every thread has its own.
      return N.Kind == TermKind::Result || !frameIsShared(X.In, N) ? Distinct::Object : Distinct::No;
    }
  }
}

/// X looks at other elements than Slot's own, of the same container.
bool Contexts::goesOver(const ContextAccess &X, const ContextAccess &Slot) const {
  for (TermId T = X.Access.Map, S = Slot.Access.Map; P.Terms.isStep(T) && P.Terms.isStep(S);
       T = P.Terms.base(T), S = P.Terms.base(S))
    if (P.Terms[T].Kind == TermKind::Element && P.Terms[S].Kind == TermKind::Element)
      return P.Terms[T].A == P.Terms[S].A && P.Terms[T].B != P.Terms[S].B && P.Terms.base(T) == P.Terms.base(S) &&
             !P.text(P.Terms[T].B).starts_with("#");
  return false;
}

ContextId Contexts::frameOwner(ContextId C, const Term &Root) const {
  auto Frame = [&](auto &&Self, TermId T) -> bool {
    const Term &X = P.Terms[T];
    if ((X.Kind == TermKind::Local || X.Kind == TermKind::Alloc) && X.B == Root.B)
      return true;
    return llvm::any_of(P.Terms.kids(T), [&](TermId K) { return Self(Self, K); });
  };
  ContextId Owner = C;
  for (; !isRoot(C); C = All[C].Parent) {
    const SpawnRecord &R = A.Spawns[All[C].Spawn];
    if (Frame(Frame, R.Callee) || llvm::any_of(R.Args, [&](TermId T) { return Frame(Frame, T); }))
      Owner = All[C].Parent;
  }
  return Owner;
}

/// The access is not made by the function whose local it is, nor by what that function
/// calls: it has come to it by a place where its address was stored.
bool Contexts::foundByStore(const ContextAccess &X, TermId Root) const {
  const Term &Frame = P.Terms[Root];
  if (X.ByGlobal)
    return true;
  if (Frame.Kind != TermKind::Local || X.Access.Function == Frame.B)
    return false;
  auto Through = [&](ChainId C) {
    for (; C; C = A.Chains[C].Next)
      if (A.Chains[C].Caller == Frame.B)
        return true;
    return false;
  };
  return !Through(X.Access.Chain) && !Through(X.Prefix);
}

/// When the starter's own run is over, what it has started goes on.
bool Contexts::leftRunning(ContextId Starter, const Context &Child) const {
  const SpawnRecord &R = A.Spawns[Child.Spawn];
  return llvm::any_of(A.Summaries[All[Starter].Entry].ExitLive, [&](const LiveThread &L) {
    return A.Spawns[L.Spawn].Function == R.Function && A.Spawns[L.Spawn].At == R.At;
  });
}

/// Path leads from a thread up to one that was seen to end, and that one has left the
/// thread behind without waiting for it.
bool Contexts::outlivesStarter(llvm::ArrayRef<ContextId> Path, const Situation &Now) const {
  const std::vector<TermId> &Joined = A.TermSets[Now.Joined];
  auto WaitedFor = [&](ContextId C) {
    TermId H = All[C].Handle;
    return H && (llvm::is_contained(Joined, H) || llvm::is_contained(Joined, P.Terms.container(H)));
  };
  if (Path.size() < 3 || !WaitedFor(Path[Path.size() - 2]))
    return false;
  for (size_t I = Path.size() - 2; I-- > 0;) {
    const Context &Child = All[Path[I]];
    if (Child.Kind == ContextKind::Thread && !WaitedFor(Path[I]) && leftRunning(Path[I + 1], Child))
      return true;
  }
  return false;
}

bool Contexts::frameIsShared(ContextId C, const Term &Root) const {
  if (isRoot(C))
    return true;
  if (Root.Kind != TermKind::Local && Root.Kind != TermKind::Alloc)
    return true;
  if (P.function(Root.B).Facts->Flags & FuncMain)
    return true;
  return frameOwner(C, Root) != C;
}

bool Contexts::endsBeforeMain(const llvm::SmallVectorImpl<ContextId> &Path) const {
  const Context &Root = All[Path.back()];
  if (Root.Kind != ContextKind::Startup)
    return false;
  if (Path.size() == 1)
    return true;
  // A thread that the initialiser starts, and does not wait for, runs on.
  return !leftRunning(Path.back(), All[Path[Path.size() - 2]]);
}

bool Contexts::parallel(const ContextAccess &X, const ContextAccess &Y) const {
  const Context &CX = All[X.In], &CY = All[Y.In];
  if (CX.Parent == NoContext && CY.Parent == NoContext)
    return false; // no thread: rules decide on classes that are shared by declaration
  TermId Map = X.Access.Map;
  if (X.In != Y.In) {
    // What a frame of one thread made, another can only know by a place where it was
    // stored, and then by that place's name.
    TermId RootX = P.Terms.root(Map), RootY = P.Terms.root(Y.Access.Map);
    const Term &Frame = P.Terms[RootX];
    const bool SameFrame = RootX == RootY && sameFrame(X.In, Y.In, Frame);
    auto Private = [&](const ContextAccess &By, TermId Root, TermId Other) {
      return !frameIsShared(By.In, P.Terms[Root]) &&
             (!Holders.count(Root) || (Root == Other && !foundByStore(X, Root) && !foundByStore(Y, Root)));
    };
    if (!SameFrame && (Private(X, RootX, RootY) || Private(Y, RootY, RootX)))
      return false;
    // Two threads that run one function have a frame of it each.
    if (RootX == RootY && (Frame.Kind == TermKind::Local || Frame.Kind == TermKind::Alloc) && !Holders.count(RootX) &&
        !(P.function(Frame.B).Facts->Flags & FuncMain) && frameOwner(X.In, Frame) != frameOwner(Y.In, Frame))
      return false;
  }
  if (X.In == Y.In) {
    Distinct OwnX = distinct(X), OwnY = distinct(Y);
    // One's own slot is among those that another goes over.
    return CX.Many && ((OwnX == Distinct::No && OwnY == Distinct::No) ||
                       (OwnX == Distinct::Slot && OwnY == Distinct::No && goesOver(Y, X)) ||
                       (OwnY == Distinct::Slot && OwnX == Distinct::No && goesOver(X, Y)));
  }
  // One handler for several signals is one handler.
  auto Serialized = [&](const Context &C) { return C.Spawn && (A.Spawns[C.Spawn].Flags & FlagSerialized); };
  if (CX.Entry == CY.Entry && Serialized(CX) && Serialized(CY))
    return false;
  if (prepares(X, Y) || prepares(Y, X))
    return false;
  bool Decided = false;
  bool Carried = carried(CX, CY, Decided);
  if (Decided)
    return Carried;
  // A callable and the thread that runs it.
  for (auto [Run, By] : {std::pair{&CX, Y.In}, std::pair{&CY, X.In}})
    if (Run->Carriers.size() == 1 && Run->Carriers[0] == By)
      return All[By].Many;
  llvm::SmallVector<ContextId, 8> PathX, PathY;
  for (ContextId C = X.In; C != NoContext; C = All[C].Parent)
    PathX.push_back(C);
  for (ContextId C = Y.In; C != NoContext; C = All[C].Parent)
    PathY.push_back(C);
  if (PathX.back() != PathY.back()) {
    const Context &RX = All[PathX.back()], &RY = All[PathY.back()];
    if (RX.Kind == ContextKind::Main && RY.Kind == ContextKind::Main)
      return false; // two programs
    if (endsBeforeMain(PathX) || endsBeforeMain(PathY))
      return false;
    // What one root itself starts, it orders: the same start seen from another root
    // adds nothing but a worse view of it.
    auto StartedBy = [&](ContextId Root, const llvm::SmallVectorImpl<ContextId> &Path) {
      if (Path.size() < 2)
        return false;
      const SpawnRecord &R = A.Spawns[All[Path[Path.size() - 2]].Spawn];
      auto It = Sites.find(Root);
      return It != Sites.end() && It->second.count({R.Function, R.At});
    };
    // But each global has its own thread.
    bool Globals = RX.Kind == ContextKind::Startup && RY.Kind == ContextKind::Startup;
    if (!Globals && (StartedBy(PathX.back(), PathY) || StartedBy(PathY.back(), PathX)))
      return false;
    // Nobody in view calls these roots: any order is possible, once a thread is
    // involved. The thread is over where its handle has surely been waited for.
    auto Over = [&](const ContextAccess &Here, const Context &Other) {
      TermId H = P.Terms.container(Other.Handle);
      if (P.Terms[H].Kind != TermKind::Field)
        return false;
      return llvm::any_of(A.TermSets[Here.Access.Where.Joined],
                          [&](TermId J) { return P.Terms[J].Kind == TermKind::Field && P.Terms[J].B == P.Terms[H].B; });
    };
    auto Waited = [&](const ContextAccess &Here, const Context &Other) {
      if (Other.Kind == ContextKind::Posted && !Other.Carriers.empty())
        return llvm::all_of(Other.Carriers, [&](ContextId K) { return Over(Here, All[K]); });
      return Over(Here, Other);
    };
    // An object that nobody in view destroys goes at the end of the program, and asks
    // about its own threads only: which it holds, or which got it when they were started.
    auto Outlives = [&](const ContextAccess &Here, const ContextAccess &There) {
      if (!isRoot(Here.In) || !(P.function(All[Here.In].Entry).Facts->Flags & FuncDestructor))
        return false;
      TermId Object = P.Terms.root(Here.Access.Map);
      if (P.Terms[Object].Kind != TermKind::Global)
        return !givenByStart(There.In, Object);
      const Context &Other = All[There.In];
      auto Holds = [&](ContextId C) { return P.Terms.hasPrefix(All[C].Handle, Object); };
      return Other.Carriers.empty() ? !Holds(There.In) : llvm::none_of(Other.Carriers, Holds);
    };
    if (Outlives(X, Y) || Outlives(Y, X))
      return false;
    bool ThreadX = PathX.size() > 1, ThreadY = PathY.size() > 1;
    if ((!ThreadX && Waited(X, CY)) || (!ThreadY && Waited(Y, CX)))
      return false;
    return true;
  }
  // Walk down from the common root to where the two part.
  while (PathX.size() > 1 && PathY.size() > 1 && PathX[PathX.size() - 2] == PathY[PathY.size() - 2]) {
    PathX.pop_back();
    PathY.pop_back();
  }
  ContextId Common = PathX.back();
  for (ContextId C = Common; C != NoContext; C = All[C].Parent)
    if (All[C].Many && C != Common)
      return !(distinctPerInstance(X) || distinctPerInstance(Y));
  const Situation &WhereX = PathX.size() == 1 ? X.Access.Where : All[PathX[PathX.size() - 2]].Where;
  const Situation &WhereY = PathY.size() == 1 ? Y.Access.Where : All[PathY[PathY.size() - 2]].Where;
  if (ofTeam(All[Common]) && inStep(WhereX, WhereY))
    return false;
  if (All[Common].Many && !byOneThread(WhereX, WhereY) && !(distinctPerInstance(X) || distinctPerInstance(Y)))
    return true;
  // In the starter itself, while the other runs, also as what an earlier run has left.
  auto DuringStarter = [&](const ContextAccess &Here, llvm::ArrayRef<ContextId> Path) {
    const Context &Child = All[Path[Path.size() - 2]];
    // What an initialiser puts into a table, the program's own threads call after it.
    auto OfMain = [&](ContextId K) { return All[root(K)].Kind == ContextKind::Main; };
    if (All[Common].Kind == ContextKind::Startup && !Child.Carriers.empty() && llvm::all_of(Child.Carriers, OfMain))
      return false;
    return isLive(Here.Access.Where, Child, Here.Access.Map) || outlivesStarter(Path, Here.Access.Where) ||
           (All[Common].Repeats && leftRunning(Common, Child) && !(distinctPerInstance(X) || distinctPerInstance(Y)));
  };
  if (PathX.size() == 1)
    return DuringStarter(X, PathY);
  if (PathY.size() == 1)
    return DuringStarter(Y, PathX);
  const Context &BX = All[PathX[PathX.size() - 2]], &BY = All[PathY[PathY.size() - 2]];
  if (BX.Spawn == BY.Spawn)
    return BX.Many; // alternatives of one start
  // One thread was given the other's handle, and has waited for it.
  auto WaitedFor = [&](const ContextAccess &Here, const Context &Own, const Context &Other) {
    return Here.Access.Where.Joined && llvm::any_of(A.LiveSets[Own.Where.Live], [&](const LiveThread &L) {
             return L.Spawn == Other.Spawn && L.Handle && !ofTeam(Other) &&
                    llvm::is_contained(A.TermSets[Here.Access.Where.Joined], L.Handle);
           });
  };
  if (WaitedFor(X, BX, BY) || WaitedFor(Y, BY, BX))
    return false;
  auto RunsBeside = [&](const Context &Run, const Context &Other) {
    // Also where what runs a waiting callable is started later than the other thread.
    return isLive(Other.Where, Run, 0) || llvm::any_of(Run.Carriers, [&](ContextId K) {
             return All[K].Parent == Run.Parent && isLive(All[K].Where, Other, 0);
           });
  };
  return RunsBeside(BX, BY) || RunsBeside(BY, BX);
}

} // namespace maprace
