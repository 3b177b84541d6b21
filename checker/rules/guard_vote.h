//===- guard_vote.h - which lock most accesses hold --------------*- C++ -*-===//
#ifndef MAPRACE_RULES_GUARD_VOTE_H
#define MAPRACE_RULES_GUARD_VOTE_H

#include "checker/rules/rule.h"
#include <optional>

namespace maprace {

/// How the places that touch a map are guarded, each place counted once.
struct GuardVote {
  unsigned Places = 0;    ///< in code that can run beside other threads
  unsigned Unguarded = 0; ///< places with no lock at all
  unsigned Forgetful = 0; ///< functions with such places
  unsigned Most = 0;      ///< places that hold the most common lock
  std::string Lock;       ///< its name; empty when no place holds a lock
};

GuardVote voteOnGuard(const Picture &P, const MapUse &M);

/// The pair that convinces best: a lone unlocked side, real threads, writes.
const Conflict *bestPair(const Picture &P, const std::vector<Conflict> &All, bool SharedOnly);

/// The only change in the pair is an operator[] whose result is just read (MR04).
bool insertsOnRead(const Conflict &Pair);

/// Those of the conflicts that rules about guards report: on a part of the lock, or none.
std::vector<Conflict> withoutInsertOnRead(const std::vector<Conflict> &All);

/// What MR01 and MR02 choose from: not what others reach by a reference to the whole map
/// that the map's owner gives away from under its lock (MR05), and nothing at all where
/// only reads that insert conflict (MR04).
std::vector<Conflict> forGuards(const Picture &P, size_t Map);

/// True when the pair belongs to MR02 rather than MR01: both sides hold locks, or
/// one function, with the steps of one operation, forgets the lock that all others hold.
bool isInconsistent(const Picture &P, const Conflict &Pair, const GuardVote &Vote);

/// The pair of a map that is about its guard, and how the other places are guarded.
struct GuardConflict {
  Conflict Pair;
  GuardVote Vote;
  std::string Voted; ///< "; 3 of 4 places hold 'mu'", or nothing
};

/// What MR01 (Inconsistent is false) or MR02 has to say about the map, if anything.
std::optional<GuardConflict> guardConflict(const Picture &P, size_t Map, bool Inconsistent);

} // namespace maprace
#endif
