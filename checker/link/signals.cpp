//===- signals.cpp - happens-before by signals ----------------------------------===//
//
// An access before a signal and one after the matching wait hold the two halves of a
// token, kept among the locks; rules/picture.cpp matches the halves.
//
//===----------------------------------------------------------------------===//
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

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

const std::vector<TermId> &FunctionAnalysis::signalsOf(std::uint32_t Index, bool OnlyTurns) {
  const Event &E = Facts.Events[Index];
  const bool Calls = E.Kind == EventKind::Call || (E.Kind == EventKind::EndOfLife && E.Callee);
  auto [It, New] = SignalsAt[OnlyTurns].try_emplace(Index);
  std::vector<TermId> &Result = It->second;
  if (Calls && !New)
    return Result;
  Result.clear();
  if (OnlyTurns && E.Kind == EventKind::Publish && static_cast<Setting>(E.Detail) == Setting::Step)
    return Result;
  auto Add = [&](TermId T) {
    for (TermId X : P.Terms.alternatives(T))
      if (X && P.Terms.isPath(X) && (!(E.Flags & FlagPlain) || A.isObserved(X)) && Result.size() < MaxSignalled)
        addSorted(Result, canonical(X));
  };
  if ((E.Kind == EventKind::Signal || E.Kind == EventKind::Publish) &&
      (!(E.Flags & FlagPlain) || PlainUnderLock[Index])) {
    Add(term(E.Subject));
    if (E.Flags & FlagCount)
      OwnCounters.insert(Result.begin(), Result.end());
  } else if (Calls) {
    for (const Instance &I : instances(E, Index)) {
      llvm::DenseMap<TermId, TermId> Memo;
      for (TermId T : OnlyTurns ? A.Summaries[I.Callee].Turns : A.Summaries[I.Callee].Signals)
        Add(P.Terms.substitute(T, I.Env, Memo));
    }
  }
  return Result;
}

FunctionAnalysis::SignalSet FunctionAnalysis::signalSet(std::uint32_t Index) {
  SignalSet Result;
  for (TermId T : signalsOf(Index))
    if (auto It = llvm::lower_bound(Awaitable, T); It != Awaitable.end() && *It == T)
      Result.set(It - Awaitable.begin());
  return Result;
}

void FunctionAnalysis::findSignalsAhead() {
  auto Calls = [&](std::uint32_t I) { return Facts.Events[I].CallId != 0; };
  for (bool OfCalls : {false, true}) // its own ones come first
    for (std::uint32_t I = 0; I < Facts.Events.size(); ++I)
      if (Calls(I) == OfCalls)
        for (TermId T : signalsOf(I))
          if (Awaitable.size() < MaxSignalled)
            addSorted(Awaitable, T);
  if (Awaitable.empty())
    return;
  for (std::uint32_t I = 0; I < Facts.Events.size(); ++I)
    for (TermId T : signalsOf(I, true))
      if (Out.Turns.size() < MaxSignalled)
        addSorted(Out.Turns, T);
  Out.Signals = Awaitable;
  if (Out.Signals.size() > 32)
    Out.Signals.resize(32);
  const unsigned N = Facts.Blocks.size();
  std::vector<SignalSet> Own(N);
  for (unsigned B = 0; B < N; ++B)
    for (std::uint32_t I = Facts.Blocks[B].Events.Begin; I < Facts.Blocks[B].Events.End; ++I)
      Own[B] |= signalSet(I);
  Ahead.assign(N, {});
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (unsigned B = N; B-- > 0;) {
      SignalSet Known = Ahead[B];
      for (std::uint32_t E = Facts.Blocks[B].Succs.Begin; E < Facts.Blocks[B].Succs.End; ++E)
        Known |= Own[Facts.Succs[E]] | Ahead[Facts.Succs[E]];
      Changed |= Known != Ahead[B];
      Ahead[B] = Known;
    }
  }
}

std::vector<FunctionAnalysis::SignalSet> FunctionAnalysis::signalsAfter(unsigned Block) {
  if (Ahead.empty())
    return {};
  const Range Events = Facts.Blocks[Block].Events;
  std::vector<SignalSet> After(Events.size() + 1, Ahead[Block]);
  for (std::uint32_t I = Events.size(); I-- > 0;)
    After[I] = After[I + 1] | signalSet(Events.Begin + I);
  return After;
}

void FunctionAnalysis::signalled(State &S, std::uint32_t Index) {
  // Who counts passes nothing on, and a callee that has it on return got it afterwards.
  const Event &E = Facts.Events[Index];
  const std::vector<TermId> &Turns = signalsOf(Index, true);
  auto Kept = [&](TermId T, TermId Turn) {
    return !llvm::is_contained(Turns, T) ||
           (E.Kind == EventKind::Call && llvm::any_of(instances(E, Index), [&](const Instance &I) {
              return llvm::any_of(I.ExitLocks, [&](const Held &H) { return H.Lock == Turn; });
            }));
  };
  for (TermId T : signalsOf(Index)) {
    if (S.Signalled.size() < MaxSignalled)
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

} // namespace maprace
