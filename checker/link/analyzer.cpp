//===- analyzer.cpp - terms, callees, composition and the call graph --------===//
#include "checker/link/analyzer.h"
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include <algorithm>

namespace maprace {

/// Calls inside of a cycle of more functions than this are not lifted (deferral.cpp).
static constexpr size_t LargeCycleSize = 64;

Analyzer::Analyzer(Program &P, const Settings &S) : P(P), S(S), Running(P), Virtual(P), Flags(P), Rounds(P) {
  Spawns.emplace_back();
  Chains.emplace_back();
  size_t N = P.functions().size();
  Summaries.resize(N);
  HasCaller.resize(N);
  LargeCycle.resize(N);
  TermCache.resize(N);
  EventOfCall.resize(N);
  ResolvingResult.resize(N);
  for (FuncId F = 1; F < N; ++F) {
    const FunctionFacts &Facts = *P.function(F).Facts;
    for (std::uint32_t I = 0; I < Facts.Events.size(); ++I) {
      const Event &E = Facts.Events[I];
      auto Symbol = [&](ValueId V) { return P.sym(P.function(F), Facts.Values[V].Name); };
      HasBarriers |= E.Kind == EventKind::Await && (E.Flags & FlagMany);
      if (E.Kind == EventKind::Observe)
        Observed.insert(Symbol(E.Subject));
      else if (E.Kind == EventKind::Return && (E.Flags & FlagPlain))
        Observed.insert(Symbol(E.Other));
      if (!E.CallId || (E.Kind != EventKind::Call && E.Kind != EventKind::OnceCall))
        continue;
      if (E.CallId < 1000000) {
        if (EventOfCall[F].size() <= E.CallId)
          EventOfCall[F].resize(E.CallId + 1);
        EventOfCall[F][E.CallId] = I + 1;
      }
    }
  }
}

SpawnId Analyzer::spawn(const SpawnRecord &R) {
  std::size_t H = llvm::hash_combine(R.Callee, R.Function, R.At.Line, R.At.Col, R.Mechanism, R.Posted);
  auto [B, E] = SpawnIndex.equal_range(H);
  for (auto I = B; I != E; ++I)
    if (Spawns[I->second] == R)
      return I->second;
  Spawns.push_back(R);
  SpawnIndex.emplace(H, Spawns.size() - 1);
  return Spawns.size() - 1;
}

ChainId Analyzer::chain(FuncId Caller, Place At, FuncId Callee, ChainId Next) {
  std::size_t H = llvm::hash_combine(Caller, At.File, At.Line, At.Col, Callee, Next);
  auto [Id, New] = ChainIndex.findOrAdd(H, Chains.size(), [&](ChainId I) {
    const ChainNode &N = Chains[I];
    return N.Caller == Caller && N.At == At && N.Callee == Callee && N.Next == Next;
  });
  if (New)
    Chains.push_back({Caller, At, Callee, Next});
  return Id;
}

TermId Analyzer::resultOf(FuncId F, std::uint32_t CallId) {
  TermId Opaque = P.Terms.make(TermKind::Result, CallId, F);
  if (CallId >= EventOfCall[F].size() || !EventOfCall[F][CallId] || ResolvingResult[F] > 12)
    return Opaque;
  // A loop that goes on from what its last round returned.
  if (!Resolving.insert({F, CallId}).second)
    return Opaque;
  llvm::scope_exit Resolved([&] { Resolving.erase({F, CallId}); });
  const FunctionInfo &I = P.function(F);
  const Event &E = I.Facts->Events[EventOfCall[F][CallId] - 1];
  ++ResolvingResult[F];
  llvm::SmallVector<TermId, 4> Found;
  llvm::SmallVector<TermId, 6> Args;
  for (std::uint32_t K = E.Args.Begin; K < E.Args.End; ++K)
    Args.push_back(term(F, I.Facts->Kids[K]));
  auto Add = [&](FuncId Callee, const Environment &Env) {
    llvm::DenseMap<TermId, TermId> Memo;
    Environment Whole = Env;
    Whole.Returned = Opaque;
    for (TermId R : Summaries[Callee].Returns)
      if (TermId X = P.Terms.substitute(R, Whole, Memo)) {
        // An object made by the callee is another one for each call.
        Found.push_back(X);
      }
    for (const ForwardedCall &W : Summaries[Callee].Forwards) {
      ForwardedCall Here = substitute(W, Env);
      for (const Target &T : targets(Here.Callee, Here.Args)) {
        llvm::DenseMap<TermId, TermId> Inner;
        for (TermId R : Summaries[T.Function].Returns)
          if (TermId X = P.Terms.substitute(R, T.Env, Inner))
            Found.push_back(X);
      }
    }
  };
  bool Known = false;
  if (E.Callee) {
    for (FuncId Callee : callees(F, E)) {
      Known = true;
      Environment Env;
      Env.This = term(F, E.Subject);
      Env.Params.assign(Args.begin(), Args.end());
      Add(Callee, Env);
    }
  } else {
    for (Target &T : targets(term(F, E.Other), Args)) {
      Known = true;
      Add(T.Function, T.Env);
    }
  }
  --ResolvingResult[F];
  if (TermId R = P.Terms.oneOf(Found))
    return R;
  // A getter without a body in view gives the same for the same object.
  if (!Known && E.Callee && E.Subject)
    if (TermId Base = term(F, E.Subject); Base && P.Terms.isPath(Base) && E.Args.size() == 0)
      return P.Terms.field(Base, P.sym(I, E.Callee));
  if (!Known && E.Callee && !E.Subject && E.Args.size() == 0)
    return P.Terms.make(TermKind::Global, 0, P.sym(I, E.Callee));
  return Opaque;
}

ForwardedCall Analyzer::substitute(const ForwardedCall &W, const Environment &E) {
  llvm::DenseMap<TermId, TermId> Memo;
  ForwardedCall Result{P.Terms.substitute(W.Callee, E, Memo), {}, {}};
  for (TermId T : W.Args)
    Result.Args.push_back(P.Terms.substitute(T, E, Memo));
  for (TermId T : W.Locks)
    if (TermId Lock = P.Terms.substitute(T, E, Memo))
      Result.Locks.push_back(Lock);
  return Result;
}

/// The object that the function is called on; of a class with one object in all, that.
TermId Analyzer::thisOf(const FunctionInfo &I) {
  // Its constructor has an object of its own for a while.
  if (!(I.Facts->Flags & (FuncConstructor | FuncDestructor)))
    if (SymId Only = Virtual.onlyObject(I.Class))
      return P.Terms.make(TermKind::Global, 0, Only);
  return P.Terms.make(TermKind::This, 0, 0);
}

TermId Analyzer::term(FuncId F, ValueId V) {
  if (!V)
    return 0;
  const FunctionInfo &I = P.function(F);
  std::vector<TermId> &Cache = TermCache[F];
  if (Cache.empty())
    Cache.assign(I.Facts->Values.size(), ~0u);
  if (Cache[V] != ~0u)
    return Cache[V];
  const Value &X = I.Facts->Values[V];
  auto Kids = [&] {
    llvm::SmallVector<TermId, 6> Result;
    for (std::uint32_t K = X.Kids.Begin; K < X.Kids.End; ++K)
      Result.push_back(term(F, I.Facts->Kids[K]));
    return Result;
  };
  TermId R = 0;
  switch (X.Kind) {
  case ValueKind::Unknown: break;
  case ValueKind::Literal:
    if (X.Name)
      R = P.Terms.make(TermKind::Constant, 0, P.sym(I, X.Name));
    break;
  case ValueKind::This: R = thisOf(I); break;
  case ValueKind::Param: R = P.Terms.make(TermKind::Param, X.A, 0); break;
  case ValueKind::Capture: R = P.Terms.make(TermKind::Capture, X.A, 0); break;
  case ValueKind::Local: R = P.Terms.make(TermKind::Local, X.A, F); break;
  case ValueKind::Global: R = P.Terms.make(TermKind::Global, 0, P.sym(I, X.Name)); break;
  case ValueKind::Alloc:
    R = P.Terms.make(TermKind::Alloc, X.A, F);
    AllocClass[R] = P.sym(I, X.Name);
    break;
  case ValueKind::Field: R = P.Terms.field(term(F, X.A), P.sym(I, X.Name)); break;
  case ValueKind::Element: {
    // A constant index means the same element in every function, and so do all of them.
    SymId Token = P.sym(I, X.Name);
    bool Common = P.isConstantIndex(Token) || P.text(Token) == "every:";
    R = P.Terms.element(term(F, X.A), Common ? 0 : F, Token);
    break;
  }
  case ValueKind::Result: R = resultOf(F, X.A); break;
  case ValueKind::Function: {
    llvm::SmallVector<TermId, 6> K = Kids();
    R = P.Terms.make(TermKind::Function, 0, P.sym(I, X.Name), K);
    break;
  }
  case ValueKind::Closure: {
    llvm::SmallVector<TermId, 6> K = Kids();
    R = P.Terms.make(TermKind::Closure, 0, P.sym(I, X.Name), K);
    break;
  }
  case ValueKind::Bind: {
    llvm::SmallVector<TermId, 6> K = Kids();
    K.insert(K.begin(), term(F, X.A));
    R = P.Terms.make(TermKind::Bind, 0, 0, K);
    break;
  }
  case ValueKind::OneOf: R = P.Terms.oneOf(Kids()); break;
  }
  TermCache[F][V] = R;
  return R;
}

llvm::SmallVector<FuncId, 2> Analyzer::callees(FuncId F, const Event &E) {
  llvm::SmallVector<FuncId, 2> Result;
  SymId Usr = P.sym(P.function(F), E.Callee);
  if (!(E.Flags & FlagVirtual)) {
    if (FuncId Direct = P.find(Usr))
      Result.push_back(Direct);
    return Result;
  }
  // An object made in view has one class.
  TermId Object = E.Subject ? term(F, E.Subject) : 0;
  const Term &Root = P.Terms[Object];
  bool Exact =
      Root.Kind == TermKind::Alloc || (Root.Kind == TermKind::Local && !P.function(Root.B).Facts->Locals.empty() &&
                                       !(P.function(Root.B).Facts->Locals[Root.A].Flags & EntityPointer));
  return Virtual.targets(Usr, Object ? classOf(F, Object) : 0, Exact);
}

llvm::SmallVector<Analyzer::Target, 2> Analyzer::targets(TermId Callable, llvm::ArrayRef<TermId> Args) {
  llvm::SmallVector<Target, 2> Result;
  for (TermId T : P.Terms.alternatives(Callable)) {
    const Term X = P.Terms[T];
    llvm::SmallVector<TermId, 6> Kids(P.Terms.kids(T).begin(), P.Terms.kids(T).end());
    switch (X.Kind) {
    case TermKind::Closure:
      if (FuncId F = P.find(X.B)) {
        Target R;
        R.Function = F;
        R.Env.Captures.assign(Kids.begin(), Kids.end());
        R.Env.Params.assign(Args.begin(), Args.end());
        Result.push_back(std::move(R));
      }
      break;
    case TermKind::Function: {
      llvm::SmallVector<TermId, 6> Rest(Args.begin(), Args.end());
      TermId Object = Kids.empty() ? 0 : Kids[0];
      auto Add = [&](FuncId F) {
        Target R;
        R.Function = F;
        llvm::SmallVector<TermId, 6> Params = Rest;
        R.Env.This = Object;
        if (!Object && !(P.function(F).Facts->Flags & FuncStatic) && !Params.empty()) {
          R.Env.This = Params[0];
          Params.erase(Params.begin());
        }
        R.Env.Params = Params;
        Result.push_back(std::move(R));
      };
      SymId Class = 0;
      if (TermId O = Object ? Object : (Rest.empty() ? 0 : Rest[0]))
        Class = classOfTerm(O);
      for (FuncId F : Virtual.targets(X.B, Class, false))
        Add(F);
      break;
    }
    case TermKind::Bind: {
      llvm::SmallVector<TermId, 6> Params(Kids.begin() + 1, Kids.end());
      // A placeholder is an unknown: the caller's arguments fill them in order.
      size_t Next = 0;
      for (TermId &Param : Params)
        if (!Param && Next < Args.size())
          Param = Args[Next++];
      for (; Next < Args.size(); ++Next)
        Params.push_back(Args[Next]);
      for (Target &R : targets(Kids[0], Params))
        Result.push_back(std::move(R));
      break;
    }
    default:
      // An object with operator().
      if (P.Terms.isPath(T))
        if (FuncId F = P.callOperator(classOfTerm(T))) {
          Target R;
          R.Function = F;
          R.Env.This = T;
          R.Env.Params.assign(Args.begin(), Args.end());
          Result.push_back(std::move(R));
        }
      break;
    }
    if (Result.size() > 8)
      break;
  }
  return Result;
}

SymId Analyzer::classOfTerm(TermId T) const {
  const Term &X = P.Terms[T];
  switch (X.Kind) {
  case TermKind::Local: {
    const FunctionInfo &I = P.function(X.B);
    return X.A < I.Facts->Locals.size() ? P.sym(I, I.Facts->Locals[X.A].Type) : 0;
  }
  case TermKind::Global:
    if (const EntityInfo *E = P.entity(X.B))
      return E->Type;
    return 0;
  case TermKind::Alloc: {
    auto It = AllocClass.find(T);
    return It == AllocClass.end() ? 0 : It->second;
  }
  case TermKind::Any: return X.A;
  case TermKind::Field:
    if (const EntityInfo *E = P.entity(X.B))
      return E->Type;
    return 0;
  case TermKind::Element: return classOfTerm(P.Terms.base(T));
  default: return 0;
  }
}

SymId Analyzer::classOf(FuncId F, TermId T) const {
  const Term &X = P.Terms[T];
  const FunctionInfo &I = P.function(F);
  switch (X.Kind) {
  case TermKind::This: return I.Class;
  case TermKind::Param: return X.A < I.Facts->Params.size() ? P.sym(I, I.Facts->Params[X.A].Type) : 0;
  case TermKind::Capture: return X.A < I.Facts->Captures.size() ? P.sym(I, I.Facts->Captures[X.A].Type) : 0;
  case TermKind::Element: return classOf(F, P.Terms.base(T));
  default: return classOfTerm(T);
  }
}

bool Analyzer::isObserved(TermId Flag) const {
  const Term &T = P.Terms[Flag];
  return (T.Kind != TermKind::Field && T.Kind != TermKind::Global) || Observed.count(T.B);
}

FuncId Analyzer::lockMethod(SymId Class, bool Shared) const {
  llvm::SmallVector<SymId, 4> Work{Class};
  for (size_t I = 0; I < Work.size() && I < 8; ++I)
    if (const ClassInfo *C = P.classOf(Work[I])) {
      for (FuncId F : C->Methods) {
        llvm::StringRef Name = P.text(P.function(F).Name);
        if (Name.ends_with(Shared ? "::lock_shared" : "::lock"))
          return F;
      }
      Work.append(C->Bases.begin(), C->Bases.end());
    }
  return 0;
}

bool Analyzer::mentions(TermId T, TermId Object) const {
  if (T == Object)
    return true;
  return llvm::any_of(P.Terms.kids(T), [&](TermId K) { return mentions(K, Object); });
}

bool Analyzer::throughPointer(TermId T) const {
  return P.Terms.anyStep(T, [&](const Term &X) {
    const EntityInfo *E = X.Kind == TermKind::Field ? P.entity(X.B) : nullptr;
    return X.Kind == TermKind::Field && (!E || E->pointer());
  });
}

bool Analyzer::isHeapLocal(TermId T) const {
  const Term &X = P.Terms[T];
  if (X.Kind != TermKind::Local)
    return false;
  const FunctionFacts &F = *P.function(X.B).Facts;
  return X.A < F.Locals.size() && (F.Locals[X.A].Flags & EntityHeap);
}

bool Analyzer::isPrivate(FuncId F, TermId T) const {
  TermId R = P.Terms.root(T);
  const Term &X = P.Terms[R];
  const FunctionFacts &Facts = *P.function(F).Facts;
  if (X.Kind == TermKind::Local) {
    const FunctionFacts &Owner = *P.function(X.B).Facts;
    if (X.A >= Owner.Locals.size())
      return false;
    const Local &L = Owner.Locals[X.A];
    if (L.Flags & EntityThreadLocal)
      return true;
    return false;
  }
  if (X.Kind == TermKind::Param && X.A < Facts.Params.size() && Facts.Params[X.A].ByValue)
    return !throughPointer(T);
  if (X.Kind == TermKind::Capture && X.A < Facts.Captures.size() && !Facts.Captures[X.A].ByRef &&
      !(Facts.Captures[X.A].Flags & EntityPointer) && Facts.Captures[X.A].What == Category::Map)
    return true;
  // [*this]: a copy of the object; the types of captures say nothing else about `this`.
  if (X.Kind == TermKind::Capture && X.A < Facts.Captures.size() && !Facts.Captures[X.A].ByRef &&
      P.text(P.sym(P.function(F), Facts.Captures[X.A].Name)) == "this")
    return !throughPointer(T);
  if (X.Kind == TermKind::Global)
    if (const EntityInfo *E = P.entity(X.B))
      return E->Flags & EntityThreadLocal;
  return false;
}

/// More threads and stored callables than this at one place tell no more about it.
static constexpr size_t MaxLive = 64;

Situation Analyzer::compose(const Situation &Outer, const Situation &Inner) {
  Situation R;
  if (!Outer.Locks || (!Inner.Locks && !Inner.Released)) {
    R.Locks = Outer.Locks ? Outer.Locks : Inner.Locks;
  }
  if (Outer.Locks && (Inner.Locks || Inner.Released)) {
    std::vector<Held> All = LockSets[Inner.Locks];
    const std::vector<TermId> Gone = TermSets[Inner.Released];
    for (const Held &H : std::vector<Held>(LockSets[Outer.Locks])) {
      if (llvm::is_contained(Gone, H.Lock))
        continue;
      auto Same = llvm::find_if(All, [&](const Held &X) { return X.Lock == H.Lock; });
      if (Same == All.end()) {
        if (All.size() < MaxHeld || P.pseudoLock(H.Lock) != PseudoLock::Before)
          All.push_back(H);
        continue;
      }
      // Taken again below: it has been held since the caller took it.
      Same->At = H.At;
      Same->Shared &= H.Shared;
    }
    llvm::sort(All, [](const Held &A, const Held &B) { return A.Lock < B.Lock; });
    R.Locks = LockSets.intern(std::move(All));
  }
  auto Union = [](auto A, const auto &B) {
    A.insert(A.end(), B.begin(), B.end());
    llvm::sort(A);
    A.erase(std::unique(A.begin(), A.end()), A.end());
    return A;
  };
  R.Released = Outer.Released == Inner.Released || !Inner.Released
                   ? Outer.Released
                   : TermSets.intern(Union(TermSets[Outer.Released], TermSets[Inner.Released]));
  if (!Inner.Joined && !Inner.Live) {
    R.Live = Outer.Live;
    R.Joined = Outer.Joined;
    return R;
  }
  std::vector<TermId> InnerJoined = TermSets[Inner.Joined];
  const std::vector<TermId> Joined = Union(TermSets[Outer.Joined], InnerJoined);
  std::vector<LiveThread> Live;
  for (const LiveThread &L : LiveSets[Outer.Live]) {
    // The handle itself, all of the container that it lies in, or each of its elements.
    bool Over =
        llvm::is_contained(InnerJoined, L.Handle) ||
        (P.Terms[L.Handle].Kind == TermKind::Element && llvm::is_contained(InnerJoined, P.Terms.container(L.Handle))) ||
        allJoined(L.Handle, LiveSets[Outer.Live], Joined);
    if (!Over)
      Live.push_back(L);
  }
  std::vector<LiveThread> Both = Union(Live, LiveSets[Inner.Live]);
  if (Both.size() > MaxLive)
    Both.resize(MaxLive);
  R.Live = LiveSets.intern(std::move(Both));
  R.Joined = TermSets.intern(Joined);
  return R;
}

bool Analyzer::allJoined(TermId Handle, llvm::ArrayRef<LiveThread> Live, llvm::ArrayRef<TermId> Joined) const {
  const Term &Added = P.Terms[Handle];
  if (Added.Kind != TermKind::Element || Added.B)
    return false;
  const TermId Container = P.Terms.base(Handle);
  size_t Places = llvm::count_if(Joined, [&](TermId J) {
    return P.Terms[J].Kind == TermKind::Element && P.Terms.base(J) == Container && P.isConstantIndex(P.Terms[J].B);
  });
  size_t Threads = 0;
  for (const LiveThread &L : Live)
    if (L.Handle == Handle) {
      if (Spawns[L.Spawn].Flags & (FlagMany | FlagRepeated))
        return false;
      ++Threads;
    }
  return Threads <= Places;
}

SetId Analyzer::decide(SetId Locks, llvm::ArrayRef<Assumption> Known) {
  auto Marked = [&](const Held &H) { return P.pseudoLock(H.Lock) == PseudoLock::When; };
  if (Known.empty() || llvm::none_of(LockSets[Locks], Marked))
    return Locks;
  std::vector<Held> Left = LockSets[Locks];
  llvm::erase_if(Left, [&](const Held &H) { return Marked(H) && llvm::is_contained(Known, Flags.read(H.Lock)); });
  for (Held &H : Left)
    if (Marked(H) && contradictsAny(Known, Flags.read(H.Lock)))
      H.Lock = Flags.never();
  llvm::sort(Left, [](const Held &X, const Held &Y) { return X.Lock < Y.Lock; });
  return LockSets.intern(std::move(Left));
}

bool Analyzer::neverHappens(const Situation &W) const {
  return llvm::any_of(LockSets[W.Locks], [&](const Held &H) { return H.Lock == Flags.never(); });
}

SpawnId Analyzer::substitute(SpawnId Id, const Environment &E, llvm::DenseMap<TermId, TermId> &Memo) {
  SpawnRecord R = Spawns[Id];
  R.Callee = P.Terms.substitute(R.Callee, E, Memo);
  if (R.Posted) {
    R.Posted = P.Terms.substitute(R.Posted, E, Memo);
    // Stored nobody knows where: nobody in view calls it.
    if (!R.Posted)
      R.Callee = 0;
  }
  for (TermId &A : R.Args)
    A = P.Terms.substitute(A, E, Memo);
  return spawn(R);
}

Situation Analyzer::substitute(const Situation &W, const Environment &E, llvm::DenseMap<TermId, TermId> &Memo) {
  Situation R;
  if (W.Locks) {
    std::vector<Held> L;
    for (Held H : std::vector<Held>(LockSets[W.Locks])) {
      if (P.pseudoLock(H.Lock) == PseudoLock::When) {
        Assumption X = Flags.read(H.Lock);
        X.Selector = P.Terms.substitute(X.Selector, E, Memo);
        std::optional<bool> Holds = Flags.judge(X);
        H.Lock = Holds ? (*Holds ? 0 : Flags.never()) : Flags.mark(X);
        if (H.Lock)
          L.push_back(H);
        continue;
      }
      TermId Lock = P.Terms.substitute(H.Lock, E, Memo);
      // Too long a path for a name; that it is held still counts.
      if (!Lock && P.Terms.substitute(P.Terms.root(H.Lock), E, Memo))
        Lock = unknownLock();
      H.Lock = Lock;
      H.Guard = P.Terms.substitute(H.Guard, E, Memo);
      if (H.Lock)
        L.push_back(H);
    }
    llvm::sort(L, [](const Held &A, const Held &B) { return A.Lock < B.Lock; });
    R.Locks = LockSets.intern(std::move(L));
  }
  auto Terms = [&](SetId Id) {
    std::vector<TermId> V = TermSets[Id];
    for (TermId &T : V)
      T = P.Terms.substitute(T, E, Memo);
    llvm::erase(V, 0u);
    llvm::sort(V);
    V.erase(std::unique(V.begin(), V.end()), V.end());
    return TermSets.intern(std::move(V));
  };
  if (W.Released)
    R.Released = Terms(W.Released);
  if (W.Joined)
    R.Joined = Terms(W.Joined);
  if (W.Live) {
    std::vector<LiveThread> V = LiveSets[W.Live];
    for (LiveThread &L : V) {
      L.Spawn = substitute(L.Spawn, E, Memo);
      L.Handle = P.Terms.substitute(L.Handle, E, Memo);
    }
    llvm::sort(V);
    V.erase(std::unique(V.begin(), V.end()), V.end());
    R.Live = LiveSets.intern(std::move(V));
  }
  return R;
}

// --- order of the call graph ----------------------------------------------

void Analyzer::run() {
  size_t N = P.functions().size();
  std::vector<std::vector<FuncId>> Edges(N);
  for (FuncId F = 1; F < N; ++F) {
    const FunctionInfo &I = P.function(F);
    auto Add = [&](FuncId To) {
      if (To && !llvm::is_contained(Edges[F], To))
        Edges[F].push_back(To);
    };
    // close(), which the destructor calls too, is there for others.
    bool Lifetime = I.Facts->Flags & (FuncConstructor | FuncDestructor);
    for (const Event &E : I.Facts->Events)
      if (E.Callee) {
        SymId Usr = P.sym(I, E.Callee);
        if (FuncId To = P.find(Usr)) {
          Add(To);
          const FunctionInfo &Callee = P.function(To);
          HasCaller[To] |= !(Lifetime && I.Class && Callee.Class == I.Class && (Callee.Facts->Flags & FuncPublic) &&
                             !(Callee.Facts->Flags & (FuncConstructor | FuncDestructor)));
        }
        if (E.Flags & FlagVirtual)
          for (FuncId O : P.overriders(Usr)) {
            Add(O);
            HasCaller[O] = 1;
          }
      }
    for (const Value &V : I.Facts->Values)
      if (V.Kind == ValueKind::Closure || V.Kind == ValueKind::Function) {
        SymId Usr = P.sym(I, V.Name);
        if (FuncId To = P.find(Usr)) {
          Add(To);
          HasCaller[To] = 1;
        }
        for (FuncId O : P.overriders(Usr)) {
          Add(O);
          HasCaller[O] = 1;
        }
      }
    // A guard calls lock() and unlock() of what it is given.
    for (const Event &E : I.Facts->Events)
      if (E.Kind == EventKind::GuardInit)
        for (std::uint32_t K = E.Args.Begin; K < E.Args.End; ++K)
          if (SymId Class = classOf(F, term(F, I.Facts->Kids[K])))
            if (FuncId To = lockMethod(Class, E.Flags & FlagShared))
              Add(To);
    // A functor's operator() runs where the object is handed over.
    for (const Event &E : I.Facts->Events)
      if (E.Kind == EventKind::Spawn || (E.Kind == EventKind::Call && !E.Callee)) {
        TermId T = 0;
        const Value &V = I.Facts->Values[E.Other];
        if (V.Kind == ValueKind::Local || V.Kind == ValueKind::Alloc || V.Kind == ValueKind::Global ||
            V.Kind == ValueKind::Field)
          T = term(F, E.Other);
        if (T)
          if (FuncId To = P.callOperator(classOfTerm(T))) {
            Add(To);
            HasCaller[To] = 1;
          }
      }
    TermCache[F].clear();
  }
  // Tarjan's algorithm gives the components callees first.
  std::vector<std::uint32_t> Number(N), Low(N);
  std::vector<char> OnStack(N);
  std::vector<FuncId> Stack;
  std::uint32_t Next = 1, Cycles = 0;
  struct Frame {
    FuncId Node;
    size_t Edge;
  };
  for (FuncId Root = 1; Root < N; ++Root) {
    if (Number[Root])
      continue;
    std::vector<Frame> Frames{{Root, 0}};
    Number[Root] = Low[Root] = Next++;
    Stack.push_back(Root);
    OnStack[Root] = 1;
    while (!Frames.empty()) {
      Frame &Top = Frames.back();
      FuncId Node = Top.Node;
      if (Top.Edge < Edges[Node].size()) {
        FuncId To = Edges[Node][Top.Edge++];
        if (!Number[To]) {
          Number[To] = Low[To] = Next++;
          Stack.push_back(To);
          OnStack[To] = 1;
          Frames.push_back({To, 0});
        } else if (OnStack[To]) {
          Low[Node] = std::min(Low[Node], Number[To]);
        }
        continue;
      }
      if (Low[Node] == Number[Node]) {
        std::vector<FuncId> Component;
        for (;;) {
          FuncId X = Stack.back();
          Stack.pop_back();
          OnStack[X] = 0;
          Component.push_back(X);
          if (X == Node)
            break;
        }
        if (Component.size() > LargeCycleSize) {
          ++Cycles;
          for (FuncId X : Component)
            LargeCycle[X] = Cycles;
        }
        bool Cycle = Component.size() > 1 || llvm::is_contained(Edges[Node], Node);
        // Summaries only grow along a cycle; two rounds carry what one call through
        // it does, a third what the way round adds to locks and results.
        for (int Round = 0; Round < (Cycle ? 3 : 1); ++Round)
          for (FuncId X : llvm::reverse(Component)) {
            TermCache[X].clear();
            analyze(X);
          }
      }
      Frames.pop_back();
      if (!Frames.empty())
        Low[Frames.back().Node] = std::min(Low[Frames.back().Node], Low[Node]);
    }
  }
}

void Analyzer::analyze(FuncId F) {
  Summaries[F] = FunctionAnalysis(*this, F).run();
  Summaries[F].Accesses.shrink_to_fit();
  std::vector<TermId>().swap(TermCache[F]); // summaries are all that others see
}

} // namespace maprace
