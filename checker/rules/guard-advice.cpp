//===- guard-advice.cpp - MR17 ----------------------------------------------===//
//
// The places that touch a map, counted by what they do, argue for another guard:
//   - an exclusive lock, and hardly anybody writes: a shared_mutex, or a snapshot that
//     readers load and writers replace;
//   - a shared_mutex, and hardly anybody only reads: a plain mutex is cheaper;
//   - one lock for single keys that several threads write: shards, or a concurrent map.
// Each place counts once. Nothing is said on few places, on maps that are in a conflict
// (another rule speaks), where threads do not meet, and where the lock belongs to another
// object. Readers are let in together only if none of them gets at an element that it
// could change; one lock is split only if it guards a single map.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/guard_vote.h"
#include "llvm/ADT/STLExtras.h"
#include <map>
#include <set>

namespace maprace {

namespace {

constexpr unsigned FewPlaces = 5;

/// What is done at the places that touch a map.
struct Mix {
  std::set<Place> Reads, Writes;
  bool Shared = false;    ///< some place is a reader
  bool Walks = false;     ///< some place needs the whole map at once
  bool Several = false;   ///< a thread that writes runs beside itself
  bool MayChange = false; ///< some reader has an element that is not const
};

Mix mixOf(const Picture &P, const MapUse &M) {
  Mix R;
  for (const ContextAccess *X : M.Accesses) {
    if (X->Access.Init)
      continue;
    Place At = X->Access.At;
    At.Col = 0;
    Effect What = X->Access.What;
    bool Write = isWrite(What) || What == Effect::ElementWrite;
    (Write ? R.Writes : R.Reads).insert(At);
    R.Several |= Write && P.C.All[X->In].Many;
    llvm::StringRef Operation = P.C.P.text(X->Access.Operation);
    R.Walks |= What == Effect::Iterate || What == Effect::Assign || Operation == "clear" || Operation == "size";
    R.MayChange |= What == Effect::ElementRead && !(P.C.P.function(X->Access.Function).Facts->Flags & FuncConst);
    for (const Held &H : P.C.locks(*X))
      R.Shared |= H.Shared;
  }
  for (const Place &At : R.Writes)
    R.Reads.erase(At);
  return R;
}

/// The lock is a member of the map's own object, or both are variables.
bool holdsBeside(const Picture &P, const ContextAccess &X, llvm::StringRef Name) {
  const TermTable &T = P.C.P.Terms;
  return llvm::any_of(P.C.locks(X), [&](const Held &H) {
    if (lockName(P.C.P, H.Lock) != Name || T[H.Lock].Kind != T[X.Access.Map].Kind)
      return false;
    return T[H.Lock].Kind == TermKind::Global || T.base(H.Lock) == T.base(X.Access.Map);
  });
}

/// Two places under the lock that threads may come to at a time.
Conflict meeting(const Picture &P, const MapUse &M, llvm::StringRef Lock) {
  for (const ContextAccess *X : M.Accesses)
    for (const ContextAccess *Y : M.Accesses)
      if (holdsBeside(P, *X, Lock) && holdsBeside(P, *Y, Lock) && P.C.parallel(*X, *Y))
        return {X, Y};
  return {};
}

std::string advice(const Mix &Use, bool Alone) {
  unsigned Reads = Use.Reads.size(), Writes = Use.Writes.size();
  if (!Use.Shared && !Use.MayChange && Reads >= 4 * std::max(Writes, 1u))
    return "a std::shared_mutex lets readers in together, and a snapshot (std::atomic<std::shared_ptr<const Map>>) "
           "needs no lock to read";
  if (Use.Shared && Writes >= 3 * std::max(Reads, 1u))
    return "a plain std::mutex is cheaper than a std::shared_mutex that nearly all take exclusively";
  if (!Use.Shared && Use.Several && !Use.Walks && Alone && Writes >= 2)
    return "several threads write single keys and nobody walks over all of them: shards with a lock each, or a "
           "concurrent map, let them do so together";
  return "";
}

} // namespace

void checkGuardAdvice(const Picture &P, std::vector<Finding> &Out) {
  std::vector<GuardVote> Votes;
  std::map<std::string, unsigned> MapsOf; ///< by lock
  for (const MapUse &M : P.Maps) {
    Votes.push_back(voteOnGuard(P, M));
    ++MapsOf[Votes.back().Lock];
  }
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    const MapUse &M = P.Maps[I];
    const GuardVote &Vote = Votes[I];
    if (!P.Conflicts[I].empty() || M.What != Category::Map || Vote.Lock.empty() || Vote.Places < FewPlaces ||
        Vote.Most < Vote.Places - 1)
      continue;
    Mix Use = mixOf(P, M);
    std::string Why = advice(Use, MapsOf[Vote.Lock] == 1);
    Conflict Pair = Why.empty() ? Conflict() : meeting(P, M, Vote.Lock);
    if (!Pair.First)
      continue;
    std::string Text = "'" + M.Name + "' is read at " + std::to_string(Use.Reads.size()) + " places and written at " +
                       std::to_string(Use.Writes.size()) + ", under '" + Vote.Lock + "': " + Why;
    Finding F = makeFinding(P, M, RuleId::MR17, Pair, Text);
    F.At = F.MapAt;
    Out.push_back(std::move(F));
  }
}

} // namespace maprace
