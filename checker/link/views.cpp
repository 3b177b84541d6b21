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

/// More ways into maps than this, out of one function, tell a caller nothing new.
static constexpr size_t MaxViews = 8;

static bool contradicts(const auto &S, llvm::ArrayRef<Assumption> Known) {
  return llvm::any_of(Known, [&](const Assumption &X) { return contradictsAny(S.Known, X); });
}

void FunctionAnalysis::letGo(State &S, TermId Lock) {
  if (P.pseudoLock(Lock) != PseudoLock::None)
    return;
  for (const auto &[View, Gone] : std::vector(S.Views))
    if (auto It = ViewsOf.find(View);
        !Gone && It != ViewsOf.end() && llvm::any_of(It->second.Ways, [&](const ViewOrigin::Way &W) {
          return llvm::is_contained(W.Locks, Lock) && !contradicts(S, W.Known);
        }))
      addSorted(S.Views, std::pair(View, Lock));
}

void FunctionAnalysis::letGo(State &S, llvm::ArrayRef<Held> Before) {
  for (const Held &H : Before)
    if (llvm::none_of(S.Locks, [&](const Held &K) { return K.Lock == H.Lock && K.At == H.At; }))
      letGo(S, H.Lock);
}

/// An element that others were free to take away may be the program's own for other reasons,
/// once the lock is back; the next element is anybody's.
MarkId FunctionAnalysis::outlived(const State &S, const Event &E, ValueId View) {
  Effect What = static_cast<Effect>(E.Detail);
  if (!View || (E.Kind == EventKind::Access && What != Effect::ElementRead && What != Effect::ElementWrite))
    return 0;
  TermId Local = term(View);
  bool Next = E.Kind == EventKind::Use && What == Effect::Iterate;
  bool Gone = llvm::any_of(
      S.Views, [&](const auto &V) { return V.first == Local && V.second && (Next || !isHeld(S, V.second)); });
  return Gone ? A.mark({MarkKind::KeptView, ViewsOf[Local].At, 0, 0, Presence::Unknown, false}) : 0;
}

/// The views that the result of a call is, and what was let go of before it returned.
std::vector<ViewRecord> FunctionAnalysis::viewsFromCall(std::uint32_t Call) {
  std::vector<ViewRecord> Result;
  auto Add = [&](FuncId Callee, const Environment &Env, llvm::ArrayRef<TermId> Left) {
    llvm::DenseMap<TermId, TermId> Memo;
    for (const ViewRecord &V : A.Summaries[Callee].Views) {
      ViewRecord X{P.Terms.substitute(V.Map, Env, Memo), V.Whole, {Left.begin(), Left.end()}};
      for (TermId L : V.Left)
        X.Left.push_back(P.Terms.substitute(L, Env, Memo));
      for (TermId Map : P.Terms.alternatives(X.Map))
        if (Map && P.Terms.isPath(Map))
          Result.push_back({Map, X.Whole, X.Left});
    }
  };
  for (std::uint32_t I = 0; I < Facts.Events.size(); ++I) {
    const Event &E = Facts.Events[I];
    if (E.Kind != EventKind::Call || E.CallId != Call)
      continue;
    for (const Instance &X : instances(E, I)) {
      Add(X.Callee, X.Env, {});
      for (const ForwardedCall &W : A.Summaries[X.Callee].Forwards) {
        ForwardedCall Here = A.substitute(W, X.Env);
        for (const Analyzer::Target &T : A.targets(Here.Callee, Here.Args))
          Add(T.Function, T.Env, Here.Locks);
      }
    }
  }
  return Result;
}

std::vector<ViewRecord> FunctionAnalysis::viewsOf(const Event &View) {
  const Value &V = Facts.Values[View.Subject];
  if (V.Kind == ValueKind::Result)
    return viewsFromCall(V.A);
  return {{term(View.Subject), bool(View.Flags & FlagWhole), {}}};
}

/// Where a view begins is noted before anything is recorded: a loop may use it in a block
/// that comes first. What was noted last is the final state there.
void FunctionAnalysis::look(State &S, const Event &E) {
  if (!E.Other && !Recording)
    return;
  const std::vector<ViewRecord> Into = viewsOf(E);
  if (!E.Other) {
    for (const ViewRecord &V : Into)
      recordEscape(S, E, V.Map, V.Whole);
    return;
  }
  TermId Local = term(E.Other);
  llvm::erase_if(S.Views, [&](const auto &V) { return V.first == Local; });
  if (Into.empty())
    return;
  addSorted(S.Views, std::pair(Local, TermId(0)));
  for (const ViewRecord &V : Into)
    for (TermId Left : V.Left)
      if (!isHeld(S, Left))
        addSorted(S.Views, std::pair(Local, Left));
  if (Recording)
    return;
  ViewOrigin &View = ViewsOf[Local];
  View.At = P.place(Info, E.At);
  // What contradicts is another way to the same place; the rest, an earlier round's.
  llvm::erase_if(View.Ways, [&](const ViewOrigin::Way &W) { return !contradicts(S, W.Known); });
  ViewOrigin::Way &Way = View.Ways.emplace_back();
  Way.Known = S.Known;
  for (const Held &H : S.Locks)
    Way.Locks.push_back(H.Lock);
  View.Maps.clear();
  for (const ViewRecord &V : Into)
    View.Maps.push_back(V.Map);
}

/// Only a function that locks says that the element needs the lock; of others the callers
/// may say it.
void FunctionAnalysis::recordEscape(const State &S, const Event &E, TermId Map, bool Whole) {
  if (!holdsLock(S) && !(E.Flags & FlagHeld)) {
    if (P.text(P.sym(Info, E.Name)) == "return")
      for (TermId M : P.Terms.alternatives(Map))
        if (M && Out.Views.size() < MaxViews)
          Out.Views.push_back({M, Whole, {}});
    return;
  }
  AccessRecord R;
  R.Map = Map;
  R.What = Whole ? Effect::Iterate : Effect::ElementRead;
  R.Flags = E.Flags | FlagEscape | (Whole ? FlagWhole : 0);
  R.Key = E.Kind == EventKind::Escape && E.Other ? term(E.Other) : 0;
  R.Operation = P.sym(Info, E.Name);
  R.Function = F;
  R.At = P.place(Info, E.At);
  R.Where = situation(S);
  // What this frame took, it gives back before the caller uses the reference.
  R.Where.Locks = 0;
  recordAccess(std::move(R));
}

/// `return f(data_)`, with the locks around it.
void FunctionAnalysis::forwarded(const State &S, const Event &E, llvm::ArrayRef<Instance> Called) {
  std::vector<TermId> Locks;
  for (const Held &H : S.Locks)
    if (P.pseudoLock(H.Lock) == PseudoLock::None)
      Locks.push_back(H.Lock);
  auto Add = [&](ForwardedCall W) {
    W.Locks.insert(W.Locks.end(), Locks.begin(), Locks.end());
    Forwarding.push_back({E.CallId, std::move(W)});
  };
  if (Called.empty() && !E.Callee) {
    ForwardedCall W{origin(term(E.Other)), {}, {}};
    for (std::uint32_t K = E.Args.Begin; K < E.Args.End; ++K)
      W.Args.push_back(term(Facts.Kids[K]));
    Add(std::move(W));
  }
  for (const Instance &I : Called)
    for (const ForwardedCall &W : A.Summaries[I.Callee].Forwards)
      if (ForwardedCall Here = A.substitute(W, I.Env); Here.Callee && A.targets(Here.Callee, Here.Args).empty())
        Add(std::move(Here));
}

void FunctionAnalysis::findForwards() {
  for (auto &[Call, W] : Forwarding)
    if (W.Callee && Out.Forwards.size() < MaxViews &&
        llvm::is_contained(Out.Returns, P.Terms.make(TermKind::Result, Call, F)))
      Out.Forwards.push_back(std::move(W));
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
  R.Flags = Use ? FlagEscape | (E.Flags & FlagAlive) : 0;
  R.Operation = P.sym(Info, E.Name);
  R.Function = F;
  R.At = P.place(Info, E.At);
  R.Where = situation(S);
  if (Use) {
    // That the lock is back does not make up for the time without it.
    std::vector<Held> Locks = A.LockSets[R.Where.Locks];
    llvm::erase_if(Locks, [&](const Held &H) { return llvm::is_contained(S.Views, std::pair(term(E.Other), H.Lock)); });
    R.Where.Locks = A.LockSets.intern(std::move(Locks));
  }
  R.Mark = Mark;
  recordAccess(std::move(R));
}

/// Where copies begin is noted before anything is recorded, as for views.
void FunctionAnalysis::lookThrough(State &S, const Event &E) {
  Place At = P.place(Info, E.At);
  if (E.Kind == EventKind::Copy) {
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
    MarkId Outlived = outlived(S, E, E.Other);
    for (TermId Map : ViewsOf[term(E.Other)].Maps)
      recordSharing(S, E, Map, Outlived);
  } else if (E.Kind == EventKind::Mutate && Recording) {
    for (const CopyOrigin &C : copiesIn(E.Subject))
      recordSharing(S, E, C.Map, A.mark({MarkKind::SharedCopy, C.At, 0, 0, Presence::Unknown, false}));
  }
}

} // namespace maprace
