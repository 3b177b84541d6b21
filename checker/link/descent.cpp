//===- descent.cpp - down the calls that summaries leave out ------------------===//
//
// From an entry of a thread down the deferred calls, the frames of each function are
// looked at once a context: two frames are the same when what matters of their roots
// names the same objects and no less is protected. A frame that is reached with fewer
// locks, or beside more threads, stands for those reached with more: whoever conflicts
// with an access of the second conflicts with the first. So frames with few locks go
// first, and the work is linear in the functions, however many ways lead to one.
//
//===----------------------------------------------------------------------===//
#include "checker/link/contexts.h"
#include "llvm/ADT/STLExtras.h"
#include <deque>

namespace maprace {

/// Ways to hold locks that one function is looked at in, none weaker than another.
static constexpr size_t MaxSituations = 4;
/// Against paths that multiply: frames of one context, for each function of the program.
static constexpr size_t FramesPerFunction = 1;
/// Ways in which one function is asked what it stores.
static constexpr unsigned StoresPerFunction = 32;
/// Frames that a caller nobody knows gets when the others have used up what they share.
static constexpr size_t FramesOfCaller = 8;

struct Contexts::Frame {
  Analyzer::Target T;
  Situation Outer;
  Way How;
  SetId Key = 0; ///< what matters of the roots
};

struct Contexts::Reach {
  Analyzer &A;
  Program &P;
  std::vector<SlotSet> Needs;       ///< roots that something below mentions
  std::vector<char> Touches, Keeps; ///< something happens at all; something is stored
  SetTable<TermId> Keys;
  llvm::DenseMap<std::tuple<ContextId, FuncId, SetId>, llvm::SmallVector<Situation, 1>> Seen;
  std::map<ContextId, size_t> Frames;
  std::set<std::pair<FuncId, SetId>> Stored;
  std::vector<unsigned> StoredWays;                           ///< by function: how many of Stored
  std::map<std::pair<ContextId, SetId>, ContextId> Callables; ///< the first of its kind

  explicit Reach(Analyzer &A) : A(A), P(A.P) {
    size_t N = A.Summaries.size();
    Needs.resize(N);
    Touches.resize(N);
    Keeps.resize(N);
    StoredWays.resize(N);
    std::vector<std::vector<std::pair<FuncId, const DeferredCall *>>> Callers(N);
    std::deque<FuncId> Work;
    std::vector<char> Queued(N, 1);
    for (FuncId F = 1; F < N; ++F) {
      const Summary &S = A.Summaries[F];
      for (const DeferredCall &D : S.Deferred)
        Callers[D.Callee].push_back({F, &D});
      own(F);
      Work.push_back(F);
    }
    while (!Work.empty()) {
      FuncId F = Work.front();
      Work.pop_front();
      Queued[F] = 0;
      for (auto [Caller, D] : Callers[F]) {
        if (!Touches[F])
          continue;
        SlotSet Wanted = situation(D->Where);
        eachSlot(D->Env, [&](SlotSet Slot, TermId V) { Wanted |= Slot & Needs[F] ? slots(V) : 0; });
        Wanted = Needs[Caller] | (Wanted & ~numbers(Caller));
        if (Wanted == Needs[Caller] && Touches[Caller] && Keeps[Caller] >= Keeps[F])
          continue;
        Needs[Caller] = Wanted;
        Touches[Caller] = 1;
        Keeps[Caller] |= Keeps[F];
        if (!Queued[Caller]) {
          Queued[Caller] = 1;
          Work.push_back(Caller);
        }
      }
    }
  }

  template <class Fn> static void eachSlot(const Environment &E, Fn Do) {
    Do(slotOf({.Kind = TermKind::This}), E.This);
    for (std::uint32_t I = 0; I < E.Params.size(); ++I)
      Do(slotOf({.Kind = TermKind::Param, .A = I}), E.Params[I]);
    for (std::uint32_t I = 0; I < E.Captures.size(); ++I)
      Do(slotOf({.Kind = TermKind::Capture, .A = I}), E.Captures[I]);
  }

  /// Roots of the frame that a term mentions.
  SlotSet slots(TermId T) {
    const Term &X = P.Terms[T];
    if (!X.Relative)
      return 0;
    SlotSet Result = slotOf(X);
    for (TermId K : P.Terms.kids(T))
      Result |= slots(K);
    return Result;
  }
  SlotSet situation(const Situation &W) {
    SlotSet Result = 0;
    for (const Held &H : A.LockSets[W.Locks])
      Result |= slots(H.Lock) | slots(H.Guard);
    for (SetId Set : {W.Released, W.Joined})
      for (TermId T : A.TermSets[Set])
        Result |= slots(T);
    for (const LiveThread &L : A.LiveSets[W.Live])
      Result |= slots(L.Handle) | spawn(L.Spawn);
    return Result;
  }
  SlotSet spawn(SpawnId Id) {
    const SpawnRecord &R = A.Spawns[Id];
    SlotSet Result = slots(R.Callee) | slots(R.Posted);
    for (TermId T : R.Args)
      Result |= slots(T);
    return Result;
  }
  /// Parameters that lead to no object, such as numbers.
  SlotSet numbers(FuncId F) const {
    SlotSet Result = 0;
    const std::vector<Param> &Params = P.function(F).Facts->Params;
    for (std::uint32_t I = 0; I < Params.size() && I < 30; ++I)
      if (Params[I].ByValue && !Params[I].Type && Params[I].What == Category::Other &&
          !(Params[I].Flags & EntityPointer))
        Result |= slotOf({.Kind = TermKind::Param, .A = I});
    return Result;
  }
  void own(FuncId F) {
    const Summary &S = A.Summaries[F];
    SlotSet Result = 0;
    for (const AccessRecord &R : S.Accesses)
      Result |= slots(R.Map) | situation(R.Where);
    for (const InvokeRecord &R : S.Invokes) {
      Result |= slots(R.Callee) | situation(R.Where);
      for (TermId T : R.Args)
        Result |= slots(T);
    }
    for (const SpawnOccurrence &R : S.Spawns)
      Result |= spawn(R.Spawn) | slots(R.Handle) | situation(R.Where);
    for (const StoreRecord &R : S.Stores)
      Result |= slots(R.Dest) | slots(R.Source);
    Needs[F] = Result & ~numbers(F);
    Keeps[F] = !S.Stores.empty();
    Touches[F] = Keeps[F] || !S.Accesses.empty() || !S.Invokes.empty() || !S.Spawns.empty();
  }

  bool mentionsAny(TermId T) const {
    return P.Terms[T].Kind == TermKind::Any || llvm::any_of(P.Terms.kids(T), [&](TermId K) { return mentionsAny(K); });
  }
};

bool Contexts::weaker(const Situation &X, const Situation &Y) const {
  if (X == Y)
    return true;
  if (X.Released != Y.Released || !std::ranges::includes(A.LiveSets[X.Live], A.LiveSets[Y.Live]) ||
      !std::ranges::includes(A.TermSets[Y.Joined], A.TermSets[X.Joined]))
    return false;
  const std::vector<Held> &Strong = A.LockSets[Y.Locks];
  return llvm::all_of(A.LockSets[X.Locks], [&](const Held &H) {
    return llvm::any_of(Strong, [&](const Held &S) { return S.Lock == H.Lock && (H.Shared || !S.Shared); });
  });
}

Contexts::Reach &Contexts::reach() {
  if (!Behind)
    Behind = std::make_shared<Reach>(A);
  return *Behind;
}

/// The callee's frame at a deferred call, without what does not matter below it.
bool Contexts::enter(const DeferredCall &D, FuncId Caller, const Frame &From, Frame &To) {
  Reach &R = reach();
  if (!R.Touches[D.Callee])
    return false;
  SlotSet Needed = R.Needs[D.Callee];
  llvm::DenseMap<TermId, TermId> Memo;
  To.T.Function = D.Callee;
  To.T.Env = D.Env;
  To.T.Env.Returned = 0;
  std::vector<TermId> Key;
  auto Fill = [&](SlotSet Slot, TermId &V) {
    if (!(Slot & Needed)) {
      V = 0;
    } else {
      SlotSet Root = slotOf(P.Terms[P.Terms.root(V)]);
      if ((D.Private & Slot) || ((Root & From.How.Private) && !A.throughPointer(V)))
        To.How.Private |= Slot;
      if ((D.Fresh & Slot) || (Root & From.How.Fresh))
        To.How.Fresh |= Slot;
      V = resolve(P.Terms.substitute(V, From.T.Env, Memo));
    }
    Key.push_back(V);
  };
  Fill(slotOf({.Kind = TermKind::This}), To.T.Env.This);
  for (std::uint32_t I = 0; I < D.Env.Params.size(); ++I)
    Fill(slotOf({.Kind = TermKind::Param, .A = I}), To.T.Env.Params[I]);
  for (std::uint32_t I = 0; I < D.Env.Captures.size(); ++I)
    Fill(slotOf({.Kind = TermKind::Capture, .A = I}), To.T.Env.Captures[I]);
  for (SlotSet Set : {To.How.Private, To.How.Fresh})
    for (unsigned Shift : {0u, 32u})
      Key.push_back(static_cast<std::uint32_t>(Set >> Shift));
  To.Key = R.Keys.intern(std::move(Key));
  To.Outer = A.compose(From.Outer, A.substitute(D.Where, From.T.Env, Memo));
  To.How.Prefix = A.chain(Caller, D.At, D.Callee, From.How.Prefix);
  return true;
}

void Contexts::collectStores(const Analyzer::Target &T) {
  Reach &R = reach();
  std::deque<Frame> Work;
  Work.emplace_back().T = T;
  while (!Work.empty()) {
    Frame From = std::move(Work.front());
    Work.pop_front();
    for (const DeferredCall &D : A.Summaries[From.T.Function].Deferred) {
      Frame To;
      unsigned &Ways = R.StoredWays[D.Callee];
      if (!R.Keeps[D.Callee] || Ways >= StoresPerFunction || !enter(D, From.T.Function, From, To) ||
          !R.Stored.insert({D.Callee, To.Key}).second)
        continue;
      ++Ways;
      noteStores(A.Summaries[D.Callee], To.T.Env);
      Work.push_back(std::move(To));
    }
  }
}

void Contexts::descendLater() {
  std::vector<Descent> Now;
  Now.swap(Waiting);
  for (const Descent &D : Now)
    descend(D);
}

/// Of contexts that conflict with the same others in what they do to global objects, one
/// shows it for all: callers nobody knows, unless the user says which functions hosts
/// call from many threads; and stored callables that several threads run, when they were
/// stored by the same context with the same threads over.
ContextId Contexts::representative(ContextId C) {
  const Context &X = All[C];
  if (X.Kind == ContextKind::External && A.S.PublicApi.empty())
    return NoContext;
  if (X.Kind == ContextKind::Posted && X.Many)
    return reach().Callables.try_emplace({X.Parent, X.Where.Joined}, C).first->second;
  return C;
}

/// The context that stands for C in an access to a global object.
ContextId Contexts::shownBy(ContextId C, const AccessRecord &X) {
  Reach &R = reach();
  bool Own = R.mentionsAny(X.Map) ||
             llvm::any_of(A.LockSets[X.Where.Locks], [&](const Held &H) { return R.mentionsAny(H.Lock); });
  return Own ? C : representative(C);
}

void Contexts::descend(const Descent &From) {
  Reach &R = reach();
  const ContextId C = From.C;
  std::map<size_t, std::deque<Frame>> Work; ///< by number of locks
  const ContextId Shown = representative(C);
  auto Seen = [&](const Frame &X) -> llvm::SmallVectorImpl<Situation> & {
    bool Alike = Shown != C;
    R.eachSlot(X.T.Env, [&](SlotSet, TermId V) { Alike &= !V || !R.mentionsAny(V); });
    return R.Seen[{Alike ? Shown : C, X.T.Function, X.Key}];
  };
  auto Known = [&](const Frame &X) {
    const llvm::SmallVectorImpl<Situation> &V = Seen(X);
    return V.size() >= MaxSituations || llvm::any_of(V, [&](const Situation &S) { return weaker(S, X.Outer); });
  };
  // What unknown code may call, the rules believe only of the objects that it was given
  // (believable()): a frame that has none of them shows nothing.
  const bool Possible = onlyPossible(C);
  auto Shows = [&](const Frame &X) {
    bool Any = !Possible;
    R.eachSlot(X.T.Env, [&](SlotSet, TermId V) {
      Any = Any ||
            (V && (givenByStart(C, V) || (P.Terms[V].Kind == TermKind::Field && givenByStart(C, P.Terms.base(V)))));
    });
    return Any;
  };
  auto Follow = [&](const Frame &From) {
    for (const DeferredCall &D : A.Summaries[From.T.Function].Deferred) {
      Frame To;
      if (enter(D, From.T.Function, From, To) && Shows(To) && !Known(To))
        Work[A.LockSets[To.Outer.Locks].size()].push_back(std::move(To));
    }
  };
  size_t Own = FramesOfCaller;
  Frame Root;
  Root.T = From.T;
  Root.Outer = From.Outer;
  Root.How.Prefix = From.Prefix;
  Follow(Root);
  while (!Work.empty()) {
    auto Fewest = Work.begin();
    if (Fewest->second.empty()) {
      Work.erase(Fewest);
      continue;
    }
    Frame Next = std::move(Fewest->second.front());
    Fewest->second.pop_front();
    if (Known(Next))
      continue;
    // Callers nobody knows share one budget: each sees much the same as the others. But
    // the first, who may spend all of it, leaves each a few calls of its own.
    bool Shared = All[C].Kind == ContextKind::External;
    if (++R.Frames[Shared ? NoContext : C] > FramesPerFunction * A.Summaries.size() && (!Shared || Own-- == 0))
      return; // the rest stays unseen, as behind any limit of the link
    Next.How.Late = Own != FramesOfCaller;
    Seen(Next).push_back(Next.Outer);
    run(C, Next.T, Next.Outer, 0, {}, From.Depth, &Next.How);
    Follow(Next);
  }
}

} // namespace maprace
