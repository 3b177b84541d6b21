//===- thread_state.cpp - starting, joining and handing on threads --------------===//
//
// Which threads may run at a point and by which handle each is waited for. A handle that
// moves takes its thread with it.
//
//===----------------------------------------------------------------------===//
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

/// Equal but for which elements are meant.
bool FunctionAnalysis::sameElements(TermId X, TermId Y) const {
  for (; X != Y; X = P.Terms.base(X), Y = P.Terms.base(Y))
    if (!P.Terms.sameStep(X, Y))
      return false;
  return true;
}

/// "*all": an algorithm hands every element over.
bool FunctionAnalysis::forEachElement(TermId T) const {
  return P.Terms.anyStep(T, [&](const Term &X) { return X.Kind == TermKind::Element && P.text(X.B) == "*all"; });
}

void FunctionAnalysis::join(State &S, TermId Handle, bool All) {
  if (!Handle)
    return;
  llvm::SmallVector<TermId, 4> Handles = P.Terms.alternatives(Handle);
  for (TermId H : Handles) {
    if (P.Terms[H].Kind == TermKind::Element && forEachElement(H))
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
    if (!All && !Single)
      joinedOneByOne(S);
  }
}

void FunctionAnalysis::joinedOneByOne(State &S) {
  const std::vector<LiveThread> Live = S.Live;
  llvm::erase_if(S.Live, [&](const LiveThread &L) {
    if (!A.allJoined(L.Handle, Live, S.Joined))
      return false;
    addSorted(S.Joined, P.Terms.container(L.Handle));
    return true;
  });
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
  const bool Added = P.Terms[Handle].Kind == TermKind::Element && !P.Terms[Handle].B;
  if (Added && InLoop)
    R.Flags |= FlagRepeated;
  R.Function = F;
  SpawnId Id = A.spawn(R);
  Situation Where = situation(S);
  if (Recording && SeenSpawn.insert({Id, Handle, Where.Live, Where.Joined}).second && Out.Spawns.size() < MaxSpawns)
    Out.Spawns.push_back({Id, Handle, Where, 0});
  if (Handle) {
    llvm::erase(S.Joined, Handle);
    llvm::erase(S.Joined, P.Terms.container(Handle));
    if (Added) // at an index that nobody knows
      llvm::erase_if(S.Joined, [&](TermId J) {
        return P.Terms[J].Kind == TermKind::Element && P.Terms.base(J) == P.Terms.base(Handle);
      });
  }
  if (Flags & FlagSynchronous)
    return; // over when the call returns
  S.Empty.clear();
  mayRun(S, {Id, Handle});
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

/// T with the object From replaced by To; 0 when T does not lie in From.
TermId FunctionAnalysis::rebase(TermId T, TermId From, TermId To) {
  if (T == From)
    return To;
  if (!P.Terms.isStep(T))
    return 0;
  TermId Base = rebase(P.Terms.base(T), From, To);
  return Base ? P.Terms.stepFrom(Base, T) : 0;
}

bool FunctionAnalysis::moveHandles(State &S, TermId From, TermId To) {
  bool Moved = false;
  // A reference to an object that has threads, and that stays where it is, takes them
  // nowhere.
  const Term &Source = P.Terms[From];
  const EntityInfo *Field = P.member(To);
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

} // namespace maprace
