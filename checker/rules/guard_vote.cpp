//===- guard_vote.cpp -------------------------------------------------------===//
#include "checker/rules/guard_vote.h"
#include "checker/rules/precedence.h"
#include <algorithm>
#include <map>
#include <set>

namespace maprace {

GuardVote voteOnGuard(const Picture &P, const MapUse &M) {
  GuardVote V;
  std::set<Place> Places, Unguarded;
  std::set<FuncId> Forgetful;
  std::map<Place, std::set<std::string>> Always; ///< locks held on every way to a place
  for (const ContextAccess *X : M.Accesses) {
    if (X->Access.Init || (X->Access.Flags & FlagEscape))
      continue;
    const std::vector<Held> Locks = P.C.locks(*X);
    Place At = X->Access.At;
    At.Col = 0; // m[k] = m[j] is one place
    std::set<std::string> Names;
    for (const Held &H : Locks)
      Names.insert(lockName(P.C.P, H.Lock));
    if (Places.insert(At).second)
      Always[At] = Names;
    else
      std::erase_if(Always[At], [&](const std::string &N) { return !Names.count(N); });
    if (Locks.empty()) {
      Unguarded.insert(At);
      Forgetful.insert(X->Access.Function);
    }
  }
  std::map<std::string, std::set<Place>> ByLock;
  for (const auto &[At, Names] : Always)
    for (const std::string &N : Names)
      ByLock[N].insert(At);
  V.Places = Places.size();
  V.Unguarded = Unguarded.size();
  V.Forgetful = Forgetful.size();
  for (const auto &[Name, At] : ByLock)
    if (At.size() > V.Most) {
      V.Most = At.size();
      V.Lock = Name;
    }
  return V;
}

const Conflict *bestPair(const Picture &P, const std::vector<Conflict> &All, bool SharedOnly) {
  const Conflict *Best = nullptr;
  int BestScore = -64;
  auto Rank = [&](const ContextAccess &X) {
    switch (P.C.All[X.In].Kind) {
    case ContextKind::Thread: return 3;
    case ContextKind::Posted: return 2;
    case ContextKind::Main: return 2;
    case ContextKind::Startup: return 1;
    case ContextKind::External: return 0;
    }
    return 0;
  };
  auto Steps = [&](const ContextAccess &X) {
    int N = 0;
    for (ChainId C = X.Prefix; C && N < 31; C = P.C.A.Chains[C].Next)
      ++N;
    for (ChainId C = X.Access.Chain; C && N < 31; C = P.C.A.Chains[C].Next)
      ++N;
    return N;
  };
  for (const Conflict &K : All) {
    if (K.SharedOnly != SharedOnly || K.Escape)
      continue;
    int Score = 4 * (Rank(*K.First) + Rank(*K.Second));
    bool NoFirst = P.C.locks(*K.First).empty(), NoSecond = P.C.locks(*K.Second).empty();
    // An unlocked side beside a locked one shows at once what was forgotten.
    Score += NoFirst && !NoSecond ? 12 : 0;
    Score += NoFirst && NoSecond ? 8 : 0;
    Score += isWrite(K.First->Access.What) ? 2 : 0;
    Score += isWrite(K.Second->Access.What) ? 2 : 0;
    Score += K.First->Access.At != K.Second->Access.At ? 1 : 0;
    // Of two equal ones, the one with the shorter way to it.
    Score = Score * 64 - std::min(63, Steps(*K.First) + Steps(*K.Second));
    if (Score > BestScore) {
      BestScore = Score;
      Best = &K;
    }
  }
  return Best;
}

bool insertsOnRead(const Conflict &Pair) {
  bool Any = false;
  for (const ContextAccess *X : {Pair.First, Pair.Second}) {
    if (!isWrite(X->Access.What))
      continue;
    if (X->Access.What != Effect::Insert || !(X->Access.Flags & FlagConstRead))
      return false;
    Any = true;
  }
  return Any && !Pair.Escape;
}

std::vector<Conflict> withoutInsertOnRead(const std::vector<Conflict> &All) {
  std::vector<Conflict> Rest;
  for (const Conflict &K : All)
    if (!insertsOnRead(K))
      Rest.push_back(K);
  return Rest;
}

std::vector<Conflict> forGuards(const Picture &P, size_t Map) {
  const std::vector<Conflict> &All = P.Conflicts[Map];
  if (!bestPair(P, withoutInsertOnRead(All), false))
    return {};
  bool Given = std::any_of(All.begin(), All.end(), [](const Conflict &K) {
    return K.Escape && !K.First->Access.Mark && (K.First->Access.Flags & FlagWhole);
  });
  const EntityInfo *Owned = P.C.P.entity(P.Maps[Map].Usr);
  if (!Given || !Owned || !Owned->Class)
    return All;
  auto Outside = [&](const ContextAccess &X) {
    return P.C.P.function(X.Access.Function).Class != Owned->Class && P.C.locks(X).empty();
  };
  std::vector<Conflict> Rest;
  for (const Conflict &K : All)
    if (K.Escape || (!Outside(*K.First) && !Outside(*K.Second)))
      Rest.push_back(K);
  return Rest;
}

bool isInconsistent(const Picture &P, const Conflict &Pair, const GuardVote &Vote) {
  bool NoFirst = P.C.locks(*Pair.First).empty();
  bool NoSecond = P.C.locks(*Pair.Second).empty();
  if (!NoFirst && !NoSecond)
    return true;
  // find() and erase() of one function are one thing that was done without the lock.
  return Vote.Forgetful == 1 && Vote.Most >= 3 && Vote.Most == Vote.Places - Vote.Unguarded &&
         Vote.Unguarded < Vote.Most;
}

std::optional<GuardConflict> guardConflict(const Picture &P, size_t Map, bool Inconsistent) {
  const MapUse &M = P.Maps[Map];
  if (M.What == Category::ConcurrentMap || causeOf(P, Map))
    return std::nullopt;
  const std::vector<Conflict> Own = forGuards(P, Map);
  const Conflict *Pair = bestPair(P, Own, false);
  if (!Pair)
    return std::nullopt;
  GuardVote Vote = voteOnGuard(P, M);
  if (isInconsistent(P, *Pair, Vote) != Inconsistent)
    return std::nullopt;
  std::string Voted;
  if (!Vote.Lock.empty())
    Voted =
        "; " + std::to_string(Vote.Most) + " of " + std::to_string(Vote.Places) + " places hold '" + Vote.Lock + "'";
  return GuardConflict{*Pair, Vote, Voted};
}

} // namespace maprace
