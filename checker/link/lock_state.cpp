//===- lock_state.cpp - taking and giving back locks ---------------------------===//
//
// The lockset of a state: each lock with its mode, the guard that will give it back and
// how often it was taken. A class of the program whose lock() takes a member's lock
// counts as that member.
//
//===----------------------------------------------------------------------===//
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

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

/// A mutex that may be taken again; of those of C, which are no classes, an attribute decides.
bool FunctionAnalysis::isRecursive(SymId Class) const {
  return !Class || P.text(Class).contains_insensitive("recursive");
}

void FunctionAnalysis::acquire(State &S, TermId Lock, bool Shared, TermId Guard, const Loc &At, bool Adopts) {
  if (!Lock)
    Lock = A.unknownLock();
  Lock = canonical(Lock);
  llvm::erase(S.Released, Lock);
  if (Guard)
    forgetFlag(S, Guard);
  auto It = llvm::find_if(S.Locks, [&](const Held &H) { return H.Lock == Lock; });
  if (It != S.Locks.end()) {
    It->Shared = It->Shared && Shared;
    if (Adopts || (Guard && !It->Guard)) // a guard that adopts what a call before it took
      It->Guard = Guard;
    else if (It->Again < 3 && isRecursive(A.classOf(F, Lock)))
      ++It->Again;
    return;
  }
  S.Locks.push_back({Lock, Shared, Guard, P.place(Info, At)});
  llvm::sort(S.Locks, [](const Held &X, const Held &Y) { return X.Lock < Y.Lock; });
}

/// lock() and unlock() of a class of the program that locks in a way of its own: by a loop
/// over an atomic, a ticket, a counter and a condition variable.
void FunctionAnalysis::ownLock(State &S, const Event &E, FuncId Callee) {
  const FunctionInfo &I = P.function(Callee);
  llvm::StringRef Name = P.text(I.Name).rsplit("::").second;
  bool Shared = Name.ends_with("_shared");
  bool Locks = Name == "lock" || Name == "lock_shared";
  if (!I.Class || (!Locks && Name != "unlock" && Name != "unlock_shared"))
    return;
  FuncId Lock = A.lockMethod(I.Class, Shared);
  if (!Lock)
    return;
  const Summary &Body = A.Summaries[Lock];
  bool Loops = llvm::any_of(P.function(Lock).Facts->Blocks, [](const Block &B) { return B.Flags & BlockInLoop; });
  auto isReal = [&](const Held &H) { return P.pseudoLock(H.Lock) == PseudoLock::None; };
  // Who looks at a flag in one step and sets it in the next keeps nobody out.
  auto isStep = [&](const Event &X) {
    return X.Kind == EventKind::Acquire || X.Kind == EventKind::GuardInit || X.Kind == EventKind::CvWait ||
           X.Kind == EventKind::Call ||
           (X.Kind == EventKind::Publish && P.text(P.sym(P.function(Lock), X.Name)).starts_with("fetch_"));
  };
  auto Sets = [&](const Event &X) { return X.Kind == EventKind::Publish; };
  const auto &Events = P.function(Lock).Facts->Events;
  if (!Loops || llvm::any_of(Body.ExitLocks, isReal) || !Body.ExitWays.empty() ||
      (llvm::any_of(Events, Sets) && llvm::none_of(Events, isStep)))
    return;
  if (Locks)
    acquire(S, term(E.Subject), Shared, 0, E.At);
  else
    release(S, term(E.Subject));
}

/// What the guard would lock; null for a guard that is not this frame's.
const Held *FunctionAnalysis::deferredBy(const State &S, TermId Guard) const {
  auto It = llvm::find_if(S.Deferred, [&](const auto &D) { return D.first == Guard; });
  return It == S.Deferred.end() ? nullptr : &It->second;
}

/// The same lock of every element; 0 for one that is no element's.
TermId FunctionAnalysis::ofEvery(TermId Lock) {
  if (!P.Terms.isStep(Lock))
    return 0;
  const Term X = P.Terms[Lock];
  TermId Base = P.Terms.base(Lock);
  if (X.Kind == TermKind::Element && P.pseudoLock(Lock) == PseudoLock::None)
    return P.text(X.B) == "every:" ? 0 : P.Terms.element(Base, 0, P.symbol("every:"));
  TermId To = ofEvery(Base);
  return To ? P.Terms.stepFrom(To, Lock) : 0;
}

void FunctionAnalysis::release(State &S, TermId Lock) {
  if (!Lock)
    return;
  Lock = canonical(Lock);
  // Without one of them, not all are held.
  if (TermId Every = ofEvery(Lock))
    if (!llvm::any_of(S.Locks, [&](const Held &H) { return H.Lock == Lock; }))
      release(S, Every);
  llvm::erase_if(S.Tries, [&](const auto &T) { return T.second.Lock == Lock; });
  auto It = llvm::find_if(S.Locks, [&](const Held &H) { return H.Lock == Lock; });
  if (It != S.Locks.end() && It->Again)
    --It->Again;
  else if (It != S.Locks.end())
    S.Locks.erase(It);
  else if (P.Terms[Lock].Relative || P.Terms[P.Terms.root(Lock)].Kind == TermKind::Global)
    giveUp(S, Lock);
}

void FunctionAnalysis::releaseGuard(State &S, TermId Guard, bool Keep) {
  if (!Guard)
    return;
  forgetFlag(S, Guard);
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

/// `auto held = cache.lock();`: an object that holds locks by a guard in it is now the local.
void FunctionAnalysis::moveGuards(State &S, TermId Dest, TermId Src) {
  const Term &To = P.Terms[Dest];
  if (To.Kind != TermKind::Local || To.B != F || (Facts.Locals[To.A].Flags & EntityPointer))
    return;
  for (Held &H : S.Locks)
    if (TermId Guard = H.Guard ? rebase(H.Guard, Src, Dest) : 0)
      H.Guard = Guard;
  for (auto &[Holder, H] : S.Deferred)
    if (TermId Guard = rebase(Holder, Src, Dest))
      Holder = H.Guard = Guard;
}

/// What the call tried to take, it has.
void FunctionAnalysis::succeeded(State &S, const Event &E) {
  for (const auto &[Call, H] : std::vector<std::pair<std::uint32_t, Held>>(S.Tries))
    if (Call == E.CallId)
      acquire(S, H.Lock, H.Shared, H.Guard, E.At);
}

bool FunctionAnalysis::holdsLock(const State &S) const {
  return llvm::any_of(S.Locks, [&](const Held &H) { return P.pseudoLock(H.Lock) == PseudoLock::None; });
}

} // namespace maprace
