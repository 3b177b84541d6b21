//===- write-after-freeze.cpp - MR09 ----------------------------------------===//
//
// A map that is filled and then only read needs no guard, until somebody writes once
// more. The point after which nobody may write is
//   - the call of the map's own freeze(),
//   - the return of a function that the map's annotation "maprace::frozen_after:NAME"
//     names,
//   - inferred: all writes but those at one place come before the readers' threads are
//     started, and the readers hold no lock.
// The late write is reported, the last kind only where it may run beside a reader.
// Silent: a second place that writes beside readers, or a locking reader (MR01, MR02);
// filling before the threads start, and after they have been joined.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/guard_vote.h"
#include "checker/rules/precedence.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace maprace {

namespace {

bool changes(const ContextAccess &X) {
  // The constructor's own writes come first, the destructor's last.
  return isWrite(X.Access.What) && !X.Access.Init && !(X.Access.Flags & FlagEscape);
}

const ContextAccess *lateWrite(const Picture &P, const MapUse &M) {
  for (const ContextAccess *X : M.Accesses)
    if (changes(*X) && P.C.reached(*X, "#frozen"))
      return X;
  return nullptr;
}

/// Some function fills the map where nobody else has its object yet: such accesses are
/// in no context.
bool filledUnseen(const Picture &P, const MapUse &M, const Place &Late) {
  return llvm::any_of(P.Written.lookup(M.Usr), [&](const WrittenAccess &A) {
    return isWrite(A.What) && A.At != Late &&
           llvm::none_of(M.Accesses, [&](const ContextAccess *X) { return X->Access.At == A.At; });
  });
}

/// All conflicts are between one place that writes and readers without a lock, and the
/// map was filled before.
std::optional<Conflict> inferred(const Picture &P, std::size_t Map) {
  const MapUse &M = P.Maps[Map];
  std::set<Place> Late;
  std::set<const ContextAccess *> InConflict;
  std::optional<Conflict> Best;
  for (const Conflict &K : P.Conflicts[Map]) {
    if (K.Escape || K.SharedOnly)
      return std::nullopt;
    Conflict Pair = K;
    if (!isWrite(Pair.First->Access.What))
      std::swap(Pair.First, Pair.Second);
    const ContextAccess &Write = *Pair.First, &Read = *Pair.Second;
    if (insertsOnRead(Pair) || isWrite(Read.Access.What) || Write.Access.What == Effect::PointerWrite ||
        !P.C.locks(Read).empty() || P.C.isRoot(Read.In)) // who reads has no start to be frozen at
      return std::nullopt;
    Late.insert(Write.Access.At);
    InConflict.insert(&Write);
    if (!Best)
      Best = Pair;
  }
  if (Late.size() != 1)
    return std::nullopt;
  const EntityInfo *E = P.C.P.entity(M.Usr);
  bool Filled = E && (E->Flags & EntityInit) && !E->pointer();
  for (const ContextAccess *X : M.Accesses)
    if (isWrite(X->Access.What) && X->Access.At != *Late.begin()) {
      if (X->Access.What == Effect::Erase || !P.C.locks(*X).empty())
        return std::nullopt; // an update with a protocol of its own, not the filling
      Filled = true;
    } else if (isWrite(X->Access.What) && !InConflict.count(X) && !X->Access.Where.Live && !X->Access.Where.Joined) {
      Filled = true; // the same place, on a way that comes before any thread
    }
  auto BySamePlace = [&](const ContextAccess *X) {
    return P.C.A.WrittenUnseen.count({X->Access.Map, X->Access.At}) != 0;
  };
  Filled |= llvm::any_of(InConflict, BySamePlace) || filledUnseen(P, M, *Late.begin());
  return Filled ? Best : std::nullopt;
}

} // namespace

std::optional<Conflict> writeAfterFreeze(const Picture &P, std::size_t Map) {
  if (const ContextAccess *Late = lateWrite(P, P.Maps[Map])) {
    for (const Conflict &K : P.Conflicts[Map])
      if (K.First == Late || K.Second == Late)
        return Conflict{Late, K.First == Late ? K.Second : K.First};
    return Conflict{Late, Late};
  }
  return inferred(P, Map);
}

void checkWriteAfterFreeze(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    std::optional<Conflict> Pair = ownPair(P, I, RuleId::MR09);
    if (!Pair)
      continue;
    const MapUse &M = P.Maps[I];
    const AccessRecord &A = Pair->First->Access;
    const EntityInfo *E = P.C.P.entity(M.Usr);
    std::string Operation = P.C.P.text(A.Operation).str(), Text;
    if (P.C.reached(*Pair->First, "#frozen")) {
      Text = "'" + M.Name + "' is frozen " +
             (E && E->FrozenAfter ? "after '" + P.C.P.text(E->FrozenAfter).str() + "'" : "by 'freeze'") +
             ", and is then written by '" + Operation + "', by " + describeThread(P.C, Pair->First->In);
    } else {
      Text = "late write: '" + M.Name +
             "' is filled before the threads that read it are started, and is then written by '" + Operation + "' " +
             heldText(P.C, *Pair->First) + ", while " + describeThread(P.C, Pair->Second->In) + " may run '" +
             P.C.P.text(Pair->Second->Access.Operation).str() + "' " + heldText(P.C, *Pair->Second);
    }
    Finding F = makeFinding(P, M, RuleId::MR09, *Pair, Text);
    for (const ContextAccess *X : M.Accesses)
      if (P.C.P.text(X->Access.Operation) == "freeze") {
        F.Notes.insert(F.Notes.begin(), {sourceRef(P.C.P, X->Access.At), "frozen here"});
        break;
      }
    Out.push_back(std::move(F));
  }
}

} // namespace maprace
