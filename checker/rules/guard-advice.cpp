//===- guard-advice.cpp - MR17 ----------------------------------------------===//
//
// The places that touch a map, counted by what they do, argue for another guard:
//   - an exclusive lock, and hardly anybody writes: a shared_mutex, or a snapshot that
//     readers load and writers replace;
//   - a shared_mutex, and hardly anybody only reads: a plain mutex is cheaper;
//   - one lock for single keys that several threads write: shards, or a concurrent map.
// Each place counts once. Nothing is said on few places, on maps that are in a conflict
// (another rule speaks), and where threads do not meet.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/guard_vote.h"
#include <set>

namespace maprace {

namespace {

constexpr unsigned FewPlaces = 5;

struct Mix {
  std::set<Place> Reads, Writes, WritesInThreads;
  bool Shared = false;  ///< some place is a reader
  bool Walks = false;   ///< some place needs the whole map at once
  bool Several = false; ///< a thread that writes runs beside itself
};

Mix mixOf(const Picture &P, const MapUse &M) {
  Mix R;
  for (const ContextAccess *X : M.Accesses) {
    if (X->Access.Init)
      continue;
    Place At = X->Access.At;
    At.Col = 0;
    bool Write = isWrite(X->Access.What) || X->Access.What == Effect::ElementWrite;
    (Write ? R.Writes : R.Reads).insert(At);
    const Context &C = P.C.All[X->In];
    R.Several |= Write && C.Many;
    R.Walks |= X->Access.What == Effect::Iterate || X->Access.What == Effect::Assign ||
               P.C.P.text(X->Access.Operation) == "clear" || P.C.P.text(X->Access.Operation) == "size";
    for (const Held &H : P.C.locks(*X))
      R.Shared |= H.Shared;
  }
  for (const Place &At : R.Writes)
    R.Reads.erase(At);
  return R;
}

} // namespace

void checkGuardAdvice(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    const MapUse &M = P.Maps[I];
    if (!P.Conflicts[I].empty() || M.What != Category::Map)
      continue;
    GuardVote Vote = voteOnGuard(P, M);
    if (Vote.Lock.empty() || Vote.Places < FewPlaces || Vote.Most < Vote.Places - 1)
      continue;
    Conflict Pair;
    for (const ContextAccess *X : M.Accesses)
      for (const ContextAccess *Y : M.Accesses)
        if (!Pair.First && !P.C.locks(*X).empty() && !P.C.locks(*Y).empty() && P.C.parallel(*X, *Y))
          Pair = {X, Y};
    if (!Pair.First)
      continue;
    Mix Use = mixOf(P, M);
    unsigned Reads = Use.Reads.size(), Writes = Use.Writes.size();
    std::string Why;
    if (!Use.Shared && Reads >= 4 * std::max(Writes, 1u))
      Why = "a std::shared_mutex lets readers in together, and a snapshot (std::atomic<std::shared_ptr<const Map>>) "
            "needs no lock to read";
    else if (Use.Shared && Writes >= 3 * std::max(Reads, 1u))
      Why = "a plain std::mutex is cheaper than a std::shared_mutex that nearly all take exclusively";
    else if (!Use.Shared && Use.Several && !Use.Walks && Writes >= 2)
      Why = "several threads write single keys and nobody walks over all of them: shards with a lock each, or a "
            "concurrent map, let them do so together";
    if (Why.empty())
      continue;
    std::string Text = "'" + M.Name + "' is read at " + std::to_string(Reads) + " and written at " +
                       std::to_string(Writes) + " places under '" + Vote.Lock + "': " + Why;
    Finding F = makeFinding(P, M, RuleId::MR17, Pair, Text);
    F.At = F.MapAt;
    Out.push_back(std::move(F));
  }
}

} // namespace maprace
