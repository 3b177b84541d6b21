//===- sections.cpp - a test and the act that relies on it --------------------===//
//
// A branch that a lookup has chosen, and an operation on the same map behind it: when a
// lock is given back between the two and taken again, another thread may change the map
// in between. Likewise a value that was made of what a lookup gave, and is stored under the same
// key in another section: a change in between is lost. The same for a concurrent map, whose operations are a section each. The act
// is recorded once more, marked, with the locks that are held from test to act; whether
// anybody can come in between, the contexts say. A second look in the act's own section
// makes up for the first (double-checked locking done right).
//
//===----------------------------------------------------------------------===//
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

/// More of a kind in one summary tell a caller nothing new.
static constexpr size_t MaxLookups = 8;

MarkId Analyzer::mark(const Mark &M) {
  auto [It, New] = MarkIndex.try_emplace(M, Marks.size());
  if (New)
    Marks.push_back(M);
  return It->second;
}

static Presence inverse(Presence P) {
  switch (P) {
  case Presence::Absent: return Presence::Present;
  case Presence::Present: return Presence::Absent;
  case Presence::Unknown: return Presence::Unknown;
  }
  return P;
}

/// What an answer to a lookup says about the map.
static Presence presence(Answer A, Presence TrueMeans) {
  switch (A) {
  case Answer::Yes:
  case Answer::ReturnedYes: return TrueMeans;
  case Answer::No:
  case Answer::ReturnedNo: return inverse(TrueMeans);
  case Answer::Some:
  case Answer::Returned:
  case Answer::Gives:
  case Answer::GivesNothing:
  case Answer::Stored: return Presence::Unknown;
  }
  return Presence::Unknown;
}

/// Does this act rely on the test, so that a change in between defeats it? Adding what is
/// absent without overwriting is safe by itself: the first one wins. So is erasing a key.
static bool reliesOn(const AccessRecord &Act, llvm::StringRef Operation, Presence Seen) {
  if (Act.Flags & FlagRechecked)
    return false;
  if (Act.What == Effect::SafeOp) {
    if (Act.Flags & FlagOverwrite)
      return true;
    if (Act.Flags & FlagChanges)
      return Seen != Presence::Present && !(Act.Flags & FlagResultUsed) &&
             (Operation.starts_with("insert") || Operation.starts_with("emplace") || Operation == "try_emplace");
    return (Act.Flags & FlagUnchecked) && Seen == Presence::Present;
  }
  if (Act.What == Effect::Insert)
    return (Act.Flags & FlagOverwrite) || (Operation == "operator[]" && Seen == Presence::Present);
  return Act.What == Effect::Read && (Act.Flags & FlagUnchecked) && Seen == Presence::Present;
}

/// Whether there is anything at all says nothing about a key.
static bool isAbout(llvm::StringRef Test, llvm::StringRef Operation) {
  bool Any = Test == "empty" || Test == "isEmpty" || Test == "size";
  return !Any || Operation == "begin" || Operation == "cbegin" || Operation == "rbegin" || Operation == "front" ||
         Operation == "back";
}

bool FunctionAnalysis::wantsSituation(const Event &E, std::uint32_t Index) {
  if (E.Kind == EventKind::Touch)
    return true;
  if (E.Kind == EventKind::Spawn && !Decided.empty())
    return true;
  if (E.Kind == EventKind::Call && Decided.empty())
    return llvm::any_of(instances(E, Index), [&](const Instance &I) { return !A.Summaries[I.Callee].Touches.empty(); });
  return !Decided.empty() && (E.Kind == EventKind::Access || E.Kind == EventKind::Call);
}

std::vector<Held> FunctionAnalysis::heldOver(const Situation &X, const Situation &Y) const {
  std::vector<Held> Result;
  for (const Held &H : A.LockSets[Y.Locks])
    if (llvm::any_of(A.LockSets[X.Locks], [&](const Held &K) { return K.Lock == H.Lock && K.At == H.At; }))
      Result.push_back(H);
  return Result;
}

bool FunctionAnalysis::sameSection(const Situation &X, const Situation &Y) const {
  return llvm::any_of(heldOver(X, Y), [&](const Held &H) { return P.pseudoLock(H.Lock) == PseudoLock::None; });
}

/// A lock that both hold, but that was given back in between.
bool FunctionAnalysis::lockedAgain(const Situation &X, const Situation &Y) const {
  for (const Held &H : A.LockSets[Y.Locks])
    if (P.pseudoLock(H.Lock) == PseudoLock::None)
      for (const Held &K : A.LockSets[X.Locks])
        if (K.Lock == H.Lock && K.At != H.At)
          return true;
  return false;
}

void FunctionAnalysis::findDecisions() {
  unsigned N = Facts.Blocks.size();
  std::vector<std::vector<Decision>> Own(N);
  bool Any = false;
  for (unsigned B = 0; B < N; ++B)
    for (std::uint32_t I = Facts.Blocks[B].Events.Begin; I < Facts.Blocks[B].Events.End; ++I) {
      const Event &E = Facts.Events[I];
      if (E.Kind == EventKind::Decide) {
        Any = true;
        if (static_cast<Answer>(E.Detail) <= Answer::Some)
          Own[B].push_back({E.CallId, E.Detail});
      } else if (E.CallId && (E.Kind == EventKind::Access || E.Kind == EventKind::Call)) {
        EventOfCall.try_emplace(E.CallId, I);
      }
    }
  if (!Any)
    return;
  Decided.assign(N, {});
  std::vector<char> Seen(N, 0);
  Seen[0] = 1;
  Decided[0] = Own[0];
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (unsigned B = 0; B < N; ++B) {
      if (!Seen[B])
        continue;
      for (std::uint32_t E = Facts.Blocks[B].Succs.Begin; E < Facts.Blocks[B].Succs.End; ++E) {
        unsigned To = Facts.Succs[E];
        std::vector<Decision> New = Decided[B];
        if (Seen[To])
          llvm::erase_if(New, [&](const Decision &D) {
            return !llvm::is_contained(Decided[To], D) && !llvm::is_contained(Own[To], D);
          });
        for (const Decision &D : Own[To])
          if (!llvm::is_contained(New, D))
            New.push_back(D);
        llvm::sort(New);
        if (!Seen[To] || New != Decided[To]) {
          Seen[To] = 1;
          Decided[To] = std::move(New);
          Changed = true;
        }
      }
    }
  }
}

/// The looks at maps that the result of a call, or of a map operation, tells about.
const std::vector<LookupRecord> &FunctionAnalysis::lookups(std::uint32_t Call) {
  auto [Known, New] = LookupsOf.try_emplace(Call);
  std::vector<LookupRecord> &Result = Known->second;
  if (!New)
    return Result;
  auto It = EventOfCall.find(Call);
  auto At = It == EventOfCall.end() ? SituationAt.end() : SituationAt.find(It->second);
  if (At == SituationAt.end())
    return Result;
  const Event &E = Facts.Events[It->second];
  const Situation Here = At->second;
  if (E.Kind == EventKind::Access) {
    Effect What = static_cast<Effect>(E.Detail);
    bool Insert = What == Effect::Insert || (What == Effect::SafeOp && (E.Flags & FlagChanges));
    if (What != Effect::Read && What != Effect::SafeOp && !Insert)
      return Result;
    TermId Key = E.Args.size() ? term(Facts.Kids[E.Args.Begin]) : 0;
    for (TermId M : P.Terms.alternatives(term(E.Subject)))
      Result.push_back({settled(canonical(givenBack(M))), Key, Here, P.sym(Info, E.Name), P.place(Info, E.At),
                        Insert ? Presence::Unknown : Presence::Present, Insert});
    return Result;
  }
  for (const Instance &I : instances(E, It->second)) {
    llvm::DenseMap<TermId, TermId> Memo;
    for (const LookupRecord &R : A.Summaries[I.Callee].Lookups) {
      LookupRecord X = R;
      X.Map = settled(P.Terms.substitute(R.Map, I.Env, Memo));
      X.Key = P.Terms.substitute(R.Key, I.Env, Memo);
      X.Where = A.compose(Here, A.substitute(R.Where, I.Env, Memo));
      if (X.Map)
        Result.push_back(std::move(X));
    }
  }
  return Result;
}

/// What a callable does to maps, run in a callee or in a thread of its own.
void FunctionAnalysis::accessesBehind(TermId Callable, llvm::ArrayRef<TermId> Args, const Situation &Where, Place At,
                                      llvm::SmallVectorImpl<AccessRecord> &Result) {
  for (const Analyzer::Target &T : A.targets(Callable, Args)) {
    if (T.Function == F || defers(T.Function))
      continue;
    llvm::DenseMap<TermId, TermId> Memo;
    for (const AccessRecord &R : A.Summaries[T.Function].Accesses) {
      if (R.Mark || (R.Flags & FlagEscape))
        continue;
      AccessRecord X = R;
      X.Map = settled(P.Terms.substitute(R.Map, T.Env, Memo));
      X.Key = P.Terms.substitute(R.Key, T.Env, Memo);
      if (!X.Map)
        continue;
      X.Where = A.compose(Where, A.substitute(R.Where, T.Env, Memo));
      X.Chain = A.chain(F, At, T.Function, R.Chain);
      Result.push_back(std::move(X));
    }
  }
}

/// What an event does to maps, in this frame's terms, as far as it was kept.
llvm::SmallVector<AccessRecord, 4> FunctionAnalysis::accessesAt(std::uint32_t Index) {
  llvm::SmallVector<AccessRecord, 4> Result;
  const Event &E = Facts.Events[Index];
  Place At = P.place(Info, E.At);
  if (E.Kind == EventKind::Access) {
    for (const AccessRecord &R : Out.Accesses)
      if (!R.Chain && !R.Mark && !(R.Flags & FlagEscape) && R.Function == F && R.At == At &&
          R.What == static_cast<Effect>(E.Detail))
        Result.push_back(R);
    return Result;
  }
  auto Kept = [&](const AccessRecord &X) {
    return llvm::any_of(Out.Accesses,
                        [&](const AccessRecord &R) { return R.Map == X.Map && R.At == X.At && R.What == X.What; });
  };
  const Situation Here = SituationAt.lookup(Index);
  if (E.Kind == EventKind::Spawn) {
    llvm::SmallVector<TermId, 4> Args;
    for (std::uint32_t K = E.Args.Begin; K < E.Args.End; ++K)
      Args.push_back(term(Facts.Kids[K]));
    Situation There = Here;
    There.Locks = 0; // the lock of one thread is none of the other's
    accessesBehind(term(E.Other), Args, There, At, Result);
    return Result;
  }
  if (E.Kind != EventKind::Call)
    return Result;
  for (const Instance &I : instances(E, Index)) {
    if (defers(I.Callee))
      continue;
    for (const InvokeRecord &R : A.Summaries[I.Callee].Invokes) {
      llvm::DenseMap<TermId, TermId> Memo;
      llvm::SmallVector<TermId, 4> Args;
      for (TermId T : R.Args)
        Args.push_back(P.Terms.substitute(T, I.Env, Memo));
      accessesBehind(P.Terms.substitute(R.Callee, I.Env, Memo), Args,
                     A.compose(Here, A.substitute(R.Where, I.Env, Memo)), At, Result);
    }
    for (const SpawnOccurrence &R : A.Summaries[I.Callee].Spawns) {
      llvm::DenseMap<TermId, TermId> Memo;
      const SpawnRecord Started = A.Spawns[A.substitute(R.Spawn, I.Env, Memo)];
      Situation There = A.compose(Here, A.substitute(R.Where, I.Env, Memo));
      There.Locks = 0;
      accessesBehind(Started.Callee, Started.Args, There, At, Result);
    }
    llvm::DenseMap<TermId, TermId> Memo;
    for (const AccessRecord &R : A.Summaries[I.Callee].Accesses) {
      if (R.Mark || (R.Flags & FlagEscape))
        continue;
      AccessRecord X = R;
      X.Map = settled(P.Terms.substitute(R.Map, I.Env, Memo));
      X.Key = P.Terms.substitute(R.Key, I.Env, Memo);
      if (!X.Map || !Kept(X))
        continue;
      X.Where = A.compose(Here, A.substitute(R.Where, I.Env, Memo));
      X.Chain = A.prepend(F, At, I.Callee, R.Chain);
      Result.push_back(std::move(X));
    }
  }
  return Result;
}

/// Sets FlagRechecked on what the event does, where its own section has looked before.
void FunctionAnalysis::recheck(std::uint32_t Index, unsigned Block) {
  const Event &E = Facts.Events[Index];
  Place At = P.place(Info, E.At);
  for (const Decision &D : Decided[Block])
    for (const LookupRecord &T : lookups(D.first))
      for (AccessRecord &R : Out.Accesses)
        if (!R.Chain && !R.Mark && R.Function == F && R.At == At && R.Map == T.Map && sameSection(T.Where, R.Where))
          R.Flags |= FlagRechecked;
}

void FunctionAnalysis::actsAt(std::uint32_t Index, unsigned Block) {
  const Event &E = Facts.Events[Index];
  llvm::SmallVector<AccessRecord, 4> Acts = accessesAt(Index);
  if (Acts.empty())
    return;
  for (const Decision &D : Decided[Block]) {
    if (D.first == E.CallId)
      continue;
    for (const LookupRecord &T : lookups(D.first)) {
      Presence Seen = presence(static_cast<Answer>(D.second), T.TrueMeans);
      if (T.Insert)
        continue;
      for (const AccessRecord &R : Acts) {
        if (R.Map != T.Map || R.At == T.At || (R.Key && T.Key && R.Key != T.Key) ||
            !isAbout(P.text(T.Operation), P.text(R.Operation)) || !reliesOn(R, P.text(R.Operation), Seen))
          continue;
        bool Concurrent = R.What == Effect::SafeOp;
        if (sameSection(T.Where, R.Where) || (!Concurrent && !lockedAgain(T.Where, R.Where)))
          continue;
        // Who tests also marks the key as taken, in another map that only one can add it to.
        bool Claimed = llvm::any_of(Out.Accesses, [&](const AccessRecord &Q) {
          return Q.Map != R.Map && Q.What == Effect::Insert && (Q.Flags & FlagResultUsed) &&
                 (!Q.Key || Q.Key == R.Key) && sameSection(T.Where, Q.Where) &&
                 llvm::any_of(Out.Accesses, [&](const AccessRecord &Done) {
                   return Done.Map == Q.Map && Done.What == Effect::Erase;
                 });
        });
        if (looksAgain(R, Block) || Claimed)
          continue;
        addStep(R, T, A.mark({MarkKind::CheckThenAct, T.At, T.Operation, 0, Seen, false}));
      }
    }
  }
}

/// A second look, later, in the section of the act.
bool FunctionAnalysis::looksAgain(const AccessRecord &Act, unsigned Block) {
  return llvm::any_of(Decided[Block], [&](const Decision &Q) {
    return llvm::any_of(lookups(Q.first),
                        [&](const LookupRecord &T) { return T.Map == Act.Map && sameSection(T.Where, Act.Where); });
  });
}

void FunctionAnalysis::addStep(const AccessRecord &Act, const LookupRecord &First, MarkId Mark) {
  AccessRecord X = Act;
  // In the function that tests, it is that function's business what is stored.
  if (X.Function == F)
    X.Flags &= ~FlagGiven;
  X.Mark = Mark;
  X.Where.Locks = A.LockSets.intern(heldOver(First.Where, Act.Where));
  if (llvm::none_of(Out.Accesses, [&](const AccessRecord &Q) {
        return Q.Mark == X.Mark && Q.At == X.At && Q.Map == X.Map && Q.Where.Locks == X.Where.Locks;
      }))
    Out.Accesses.push_back(std::move(X));
}

/// What the event stores was made of what the lookup gave, no branch between.
void FunctionAnalysis::storesAt(std::uint32_t Index, unsigned Block, std::uint32_t Lookup) {
  const bool Direct = Facts.Events[Index].Kind == EventKind::Access;
  for (const AccessRecord &R : accessesAt(Index)) {
    if (!(R.Flags & FlagOverwrite) || !(Direct || (R.Flags & FlagGiven)) || !R.Key)
      continue;
    for (const LookupRecord &T : lookups(Lookup)) {
      const bool Concurrent = R.What == Effect::SafeOp;
      if (T.Key != R.Key || T.Map != R.Map || (T.Insert && P.text(T.Operation) != "operator[]") ||
          sameSection(T.Where, R.Where) || (!Concurrent && !lockedAgain(T.Where, R.Where)) || looksAgain(R, Block))
        continue;
      addStep(R, T, A.mark({MarkKind::LostUpdate, T.At, T.Operation, 0, Presence::Unknown, false}));
    }
  }
}

/// Looks whose outcome the function's own result tells.
void FunctionAnalysis::findLookups() {
  auto Add = [&](LookupRecord T, Presence TrueMeans) {
    // A function that also changes the map is more than a question.
    bool Changes = llvm::any_of(Out.Accesses, [&](const AccessRecord &R) {
      return R.Map == T.Map && !R.Mark &&
             (R.What == Effect::Insert || R.What == Effect::Erase || R.What == Effect::Assign ||
              (R.What == Effect::SafeOp && (R.Flags & FlagChanges)));
    });
    if (Changes || Out.Lookups.size() >= MaxLookups)
      return;
    T.TrueMeans = TrueMeans;
    for (LookupRecord &Old : Out.Lookups)
      if (Old.Map == T.Map && Old.At == T.At) {
        if (Old.TrueMeans == Presence::Unknown)
          Old.TrueMeans = TrueMeans;
        return;
      }
    Out.Lookups.push_back(std::move(T));
  };
  for (unsigned B = 0; B < Facts.Blocks.size(); ++B)
    for (std::uint32_t I = Facts.Blocks[B].Events.Begin; I < Facts.Blocks[B].Events.End; ++I) {
      const Event &E = Facts.Events[I];
      if (E.Kind != EventKind::Decide)
        continue;
      Answer Given = static_cast<Answer>(E.Detail);
      if (Given <= Answer::Some || Given == Answer::Stored)
        continue;
      if (Given == Answer::Gives || Given == Answer::GivesNothing) {
        for (const Decision &D : Decided[B])
          for (const LookupRecord &T : lookups(D.first)) {
            Presence Seen = presence(static_cast<Answer>(D.second), T.TrueMeans);
            Add(T, Given == Answer::Gives ? Seen : inverse(Seen));
          }
      } else {
        for (const LookupRecord &T : lookups(E.CallId))
          Add(T, presence(Given, T.TrueMeans));
      }
    }
}

void FunctionAnalysis::findCompounds() {
  if (Decided.empty())
    return;
  auto Each = [&](auto Do) {
    for (unsigned B = 0; B < Facts.Blocks.size(); ++B)
      if (!In[B].empty() && !Decided[B].empty())
        for (std::uint32_t I = Facts.Blocks[B].Events.Begin; I < Facts.Blocks[B].Events.End; ++I)
          if (SituationAt.count(I) && Facts.Events[I].Kind != EventKind::Touch)
            Do(I, B);
  };
  Each([&](std::uint32_t I, unsigned B) {
    if (Facts.Events[I].Kind == EventKind::Access)
      recheck(I, B);
  });
  Each([&](std::uint32_t I, unsigned B) { actsAt(I, B); });
  for (unsigned B = 0; B < Facts.Blocks.size(); ++B) {
    const Range &Events = Facts.Blocks[B].Events;
    for (std::uint32_t I = Events.Begin; I < Events.End; ++I) {
      const Event &E = Facts.Events[I];
      if (E.Kind != EventKind::Decide || static_cast<Answer>(E.Detail) != Answer::Stored)
        continue;
      for (std::uint32_t Act = Events.Begin; Act < Events.End; ++Act)
        if (const Event &X = Facts.Events[Act]; X.At == E.At && X.CallId != E.CallId && SituationAt.count(Act) &&
                                                (X.Kind == EventKind::Access || X.Kind == EventKind::Call))
          storesAt(Act, B, E.CallId);
    }
  }
  findLookups();
}

} // namespace maprace
