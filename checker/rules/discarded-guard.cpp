//===- discarded-guard.cpp - MR16 -----------------------------------------===//
//
// A guard is made for an access and is gone when the access runs, which then conflicts
// with another thread's: an unnamed temporary, the result of a call that nobody keeps,
// a variable that takes the mutex's name instead of the mutex, a guard alone in its
// scope, or one that is unlocked first. Reported where the guard is made.
// Silent: a guard that lives to the end of its full expression, and the access with it;
// a function that locks for one thing, unlocks, and goes on to another.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/fixes.h"
#include "checker/rules/precedence.h"

namespace maprace {

namespace {

bool sameLock(const Picture &P, TermId Lock, const ContextAccess &Other) {
  for (const Held &H : P.C.locks(Other))
    if (lockName(P.C.P, H.Lock) == lockName(P.C.P, Lock))
      return true;
  return false;
}

/// The function of the access takes the lock that the other side holds, touches no map
/// under it, gives it back, and then touches this one: where it was taken.
std::optional<Place> releasedBefore(const Picture &P, const ContextAccess &X, const ContextAccess &Other) {
  const Program &Prog = P.C.P;
  FuncId F = X.Access.Function;
  const FunctionFacts &Facts = *Prog.function(F).Facts;
  if (!P.C.locks(X).empty())
    return std::nullopt;
  auto At = [&](const Event &E) { return Prog.place(Prog.function(F), E.At); };
  auto Before = [](const Place &A, const Place &B) {
    return A.File == B.File && std::pair(A.Line, A.Col) < std::pair(B.Line, B.Col);
  };
  for (const Event &Guard : Facts.Events) {
    if (Guard.Kind != EventKind::GuardInit || GuardPolicy(Guard.Detail) != GuardPolicy::Lock || Guard.Args.size() != 1)
      continue;
    if (!sameLock(P, P.C.A.term(F, Facts.Kids[Guard.Args.Begin]), Other) || !Before(At(Guard), X.Access.At))
      continue;
    const Event *Release = nullptr;
    bool Used = false;
    for (const Event &E : Facts.Events) {
      if (E.Kind == EventKind::GuardRelease && E.Subject == Guard.Subject && Before(At(Guard), At(E)) &&
          Before(At(E), X.Access.At) && (!Release || Before(At(E), At(*Release))))
        Release = &E;
      // Taken again in between: somebody thought about it.
      if (E.Kind == EventKind::GuardAcquire && E.Subject == Guard.Subject)
        Used = true;
    }
    if (!Release)
      continue;
    // Code without effect on shared state is what the lock cannot have been meant for.
    for (const Event &E : Facts.Events)
      if ((E.Kind == EventKind::Access || E.Kind == EventKind::Call || E.Kind == EventKind::CvWait ||
           E.Kind == EventKind::Publish || E.Kind == EventKind::Store) &&
          Before(At(Guard), At(E)) && Before(At(E), At(*Release)))
        Used = true;
    if (!Used)
      return At(Guard);
  }
  return std::nullopt;
}

struct Gone {
  Conflict Pair;
  Place Guard;
  bool Unlocked = false;
};

std::optional<Gone> find(const Picture &P, std::size_t Map) {
  for (const Conflict &K : P.Conflicts[Map])
    if (!K.Escape && ((K.First->Access.Flags | K.Second->Access.Flags) & FlagDiscarded)) {
      Gone G{K, {}};
      if (!(K.First->Access.Flags & FlagDiscarded))
        std::swap(G.Pair.First, G.Pair.Second);
      G.Guard = G.Pair.First->Access.GuardAt;
      return G;
    }
  for (const Conflict &K : P.Conflicts[Map]) {
    if (K.Escape)
      continue;
    for (auto [X, Y] : {std::pair(K.First, K.Second), std::pair(K.Second, K.First)})
      if (std::optional<Place> Guard = releasedBefore(P, *X, *Y)) {
        Gone G{K, *Guard, true};
        G.Pair.First = X;
        G.Pair.Second = Y;
        return G;
      }
  }
  return std::nullopt;
}

} // namespace

std::optional<Conflict> discardedGuard(const Picture &P, std::size_t Map) {
  std::optional<Gone> Found = find(P, Map);
  return Found ? std::optional(Found->Pair) : std::nullopt;
}

void checkDiscardedGuard(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    if (!ownPair(P, I, RuleId::MR16))
      continue;
    const MapUse &M = P.Maps[I];
    const Gone Found = *find(P, I);
    const Conflict &Pair = Found.Pair;
    const AccessRecord &A = Pair.First->Access;
    std::string Text = std::string("this guard is ") + (Found.Unlocked ? "unlocked too early" : "destroyed at once") +
                       ": '" + M.Name + "' is then " + verb(A.What) + " by '" + P.C.P.text(A.Operation).str() + "' " +
                       heldText(P.C, *Pair.First) + ", while " + describeThread(P.C, Pair.Second->In) + " may run '" +
                       P.C.P.text(Pair.Second->Access.Operation).str() + "'";
    Finding F = makeFinding(P, M, RuleId::MR16, Pair, Text);
    F.At = sourceRef(P.C.P, Found.Guard);
    F.Notes.insert(F.Notes.begin(), {F.Sides[0].At, "the access that the guard was meant for"});
    if (!Found.Unlocked)
      F.Fixes = nameGuard(P, A.Function, Found.Guard);
    Out.push_back(std::move(F));
  }
}

} // namespace maprace
