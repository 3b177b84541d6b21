#include "runtime/delay.h"

#include "runtime/cells.h"
#include "runtime/options.h"
#include "runtime/output.h"
#include "runtime/plan.h"
#include "runtime/report.h"
#include "runtime/sites.h"
#include "runtime/spin_lock.h"

#include <algorithm>
#include <ctime>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <unistd.h>
#include <unordered_map>
#include <vector>

namespace maprace::runtime::delay {

namespace {

using Nanoseconds = std::int64_t;
constexpr Nanoseconds Millisecond = 1000000;

Nanoseconds now() {
  timespec T;
  clock_gettime(CLOCK_MONOTONIC, &T);
  return Nanoseconds(T.tv_sec) * 1000 * Millisecond + T.tv_nsec;
}

/// A place, and how much it is worth to wait there.
struct Site {
  unsigned Number = 0;
  std::string Name;
  std::atomic<unsigned long> Reached{0};
  double Chance = 0;           ///< of a delay: 1 when a near miss is learned, less after each delay in vain
  Nanoseconds Length = 0;      ///< of the next one
  unsigned Explored = 0;       ///< delays before anything was known of the place
  std::vector<unsigned> Plans; ///< pairs of the plan that name it
  bool FromFile = false;       ///< the trap file names it
};

/// A thread that is being delayed.
struct Trap {
  std::uint32_t Token;
  unsigned Site;
  detail::operation What;
  Stack Calls;
  std::atomic<bool> Sprung{false};
};
struct Past {
  std::uint32_t Token = 0;
  unsigned Site = 0;
  bool Write = false;
  Nanoseconds At = 0;
};
struct Record {
  SpinLock Lock;
  Past Recent[8];
  unsigned Next = 0;
  std::vector<Trap *> Traps;
  // The last delay on this map that came to nothing, to see who had to wait for it.
  std::uint32_t DelayedToken = 0;
  unsigned DelayedSite = 0;
  Nanoseconds DelayBegan = 0, DelayEnded = 0;
};

struct World {
  SpinLock Lock; // of all that follows but the atomics
  std::unordered_map<std::uintptr_t, Site *> ByPc;
  std::map<std::string, std::unique_ptr<Site>> ByName;
  std::vector<Site *> Sites;
  std::set<std::pair<unsigned, unsigned>> NearMisses;
  std::map<std::pair<unsigned, unsigned>, unsigned> Waited; ///< how often one had to wait for the other
  std::vector<PlannedPair> Plan, Remembered;
  Nanoseconds Began = now();
  std::atomic<Nanoseconds> Spent{0};
  std::atomic<unsigned> Holding{0};
};
World &world() {
  static auto *W = new World;
  return *W;
}

std::pair<unsigned, unsigned> pairOf(unsigned A, unsigned B) { return {std::min(A, B), std::max(A, B)}; }

// Called without locks: a new place is symbolised.
Site &siteOf(const Call &C) {
  World &W = world();
  const std::uintptr_t Pc = placeOfCall(C);
  {
    const Locked L(W.Lock);
    if (const auto At = W.ByPc.find(Pc); At != W.ByPc.end())
      return *At->second;
  }
  const std::string Name = placeName(Pc);
  const Locked L(W.Lock);
  std::unique_ptr<Site> &Slot = W.ByName[Name];
  if (!Slot) {
    Slot = std::make_unique<Site>();
    Slot->Number = static_cast<unsigned>(W.Sites.size());
    Slot->Name = Name;
    W.Sites.push_back(Slot.get());
    for (unsigned I = 0; I < W.Plan.size(); ++I)
      if (isPlace(W.Plan[I].First, Name) || isPlace(W.Plan[I].Second, Name)) {
        Slot->Plans.push_back(I);
        Slot->Chance = 1;
        Slot->Length = Settings.hold * Millisecond;
      }
    if (W.Plan.empty())
      for (const PlannedPair &P : W.Remembered)
        if (P.First == Name || P.Second == Name) {
          Slot->FromFile = true;
          Slot->Chance = 1;
          Slot->Length = std::max(Settings.window, Settings.delay) * Millisecond;
        }
  }
  W.ByPc[Pc] = Slot.get();
  return *Slot;
}

// The same seed gives the n-th visit of a place the same answer in each run.
bool chosen(const Site &S, unsigned long Visit) {
  if (S.Chance >= 1)
    return true;
  std::uint64_t H = (std::hash<std::string>()(S.Name) ^ std::uint64_t(Settings.seed)) * 0x9E3779B97F4A7C15u + Visit;
  H ^= H >> 31;
  H *= 0xBF58476D1CE4E5B9u;
  H ^= H >> 29;
  return static_cast<double>(H % 10000) < S.Chance * 10000;
}

bool affordable(Nanoseconds Length) {
  World &W = world();
  const Nanoseconds Allowed = Settings.grant * Millisecond + (now() - W.Began) / 100 * Settings.budget;
  return W.Spent.load(std::memory_order_relaxed) + Length <= Allowed;
}

// How long to delay this access; 0: not at all.
Nanoseconds delayFor(Site &S, bool Write, unsigned long Visit) {
  World &W = world();
  // One at a time: whoever else is held cannot arrive.
  if (runningThreads() < 2 || W.Holding.load(std::memory_order_relaxed))
    return 0;
  Nanoseconds Length = 0;
  {
    const Locked L(W.Lock);
    if (S.Chance > 0.05 && chosen(S, Visit)) {
      Length = S.Length;
    } else if (W.Plan.empty() && S.Explored < (Write ? 2u : 1u)) {
      // Nothing is known of the place yet. A race of which each side happens once has no near
      // miss to learn from before it is over.
      Length = Settings.delay * Millisecond * (S.Explored == 0 && Write ? 2 : 1);
      ++S.Explored;
    }
  }
  return Length && affordable(Length) ? Length : 0;
}

void learn(const Past &Earlier, const Site &S) {
  World &W = world();
  if (!W.Plan.empty())
    return;
  const auto Pair = pairOf(Earlier.Site, S.Number);
  const Locked L(W.Lock);
  if (const auto At = W.Waited.find(Pair); At != W.Waited.end() && At->second >= 2)
    return; // they wait for each other: a lock or so
  if (!W.NearMisses.insert(Pair).second)
    return;
  for (const unsigned N : {Pair.first, Pair.second}) {
    W.Sites[N]->Chance = 1;
    W.Sites[N]->Length = std::max(W.Sites[N]->Length, Settings.delay * Millisecond);
  }
}

// A thread that did nothing during most of a delay and came here right after it has probably
// waited for the delayed one: the two places are ordered.
void inferOrder(const Record &R, const Site &S, Nanoseconds At) {
  if (!R.DelayedToken || R.DelayedToken == maprace_thread.token)
    return;
  const Nanoseconds Length = R.DelayEnded - R.DelayBegan;
  if (At < R.DelayEnded || At - R.DelayEnded > Length / 2 || Self.LastAccess > R.DelayBegan + Length / 2)
    return;
  World &W = world();
  const auto Pair = pairOf(R.DelayedSite, S.Number);
  const Locked L(W.Lock);
  if (++W.Waited[Pair] == 2)
    W.NearMisses.erase(Pair);
}

// How far a pair has come. With the world locked.
Text pairLine(const char *Type, const PlannedPair &P) {
  unsigned long Reached[2] = {0, 0};
  for (const Site *S : world().Sites) {
    if (isPlace(P.First, S->Name))
      Reached[0] += S->Reached.load(std::memory_order_relaxed);
    if (isPlace(P.Second, S->Name))
      Reached[1] += S->Reached.load(std::memory_order_relaxed);
  }
  Text T;
  T << "{\"type\":\"" << Type << "\",\"version\":1,\"pid\":" << static_cast<int>(getpid()) << ",\"finding\":";
  T.quoted(P.Finding) << ",\"first\":";
  T.quoted(P.First) << ",\"second\":";
  T.quoted(P.Second) << ",\"reached\":[" << Reached[0] << ',' << Reached[1] << "],\"held\":" << P.Held
                     << ",\"observed\":" << (P.Observed ? "true" : "false") << "}";
  return T;
}

// A process that is killed tells nothing at its end, so it tells now and then. By visits, not by
// time: the first one is never lost, and of the others at least half are known.
void tellProgress(const Site &S, unsigned long Visits) {
  if (S.Plans.empty() || (Visits & (Visits - 1)) != 0)
    return;
  World &W = world();
  const Locked L(W.Lock);
  for (const unsigned I : S.Plans)
    logLine(pairLine("progress", W.Plan[I]));
}

void afterDelay(Site &S, bool Sprung) {
  World &W = world();
  const Locked L(W.Lock);
  if (Sprung) {
    S.Chance = 0; // found; others may still meet it
    return;
  }
  S.Chance -= S.Chance > 0 ? 0.1 : 0;
  bool Wanted = S.FromFile || !S.Plans.empty();
  for (const auto &[A, B] : W.NearMisses)
    Wanted |= A == S.Number || B == S.Number;
  if (!Wanted)
    S.Chance = 0;
}

void reportMeeting(const Call &C, const Trap &T) {
  if (isKnown(C.Site, T.Calls.Size ? T.Calls.Pc[0] : 0))
    return;
  Find F;
  F.At = &C;
  F.How = "the other thread was held at its operation when this one arrived at its own: nothing keeps them apart";
  F.Mine = mySide(C);
  F.Other.Operation = operationName(T.What);
  F.Other.Write = isWrite(T.What);
  F.Other.Iteration = T.What == detail::operation::step || T.What == detail::operation::begin;
  F.Other.Token = T.Token;
  F.Other.When = "held here";
  F.Other.Calls = T.Calls;
  report(F);
}

void hold(Site &S, const Call &C, Record &R, Nanoseconds Length) {
  Trap T;
  T.Token = maprace_thread.token;
  T.Site = S.Number;
  T.What = C.What;
  T.Calls = captureStack(C.Site);
  const Nanoseconds Began = now();
  {
    const Locked L(R.Lock);
    R.Traps.push_back(&T);
  }
  world().Spent.fetch_add(Length, std::memory_order_relaxed);
  world().Holding.fetch_add(1, std::memory_order_relaxed);
  {
    const Locked L(world().Lock);
    for (const unsigned I : S.Plans)
      ++world().Plan[I].Held;
  }
  while (!T.Sprung.load(std::memory_order_relaxed) && now() - Began < Length) {
    const timespec Slice{0, 200000};
    nanosleep(&Slice, nullptr);
  }
  world().Holding.fetch_sub(1, std::memory_order_relaxed);
  const Nanoseconds Ended = now();
  {
    const Locked L(R.Lock);
    R.Traps.erase(std::find(R.Traps.begin(), R.Traps.end(), &T));
    if (!T.Sprung.load(std::memory_order_relaxed)) {
      R.DelayedToken = T.Token;
      R.DelayedSite = S.Number;
      R.DelayBegan = Began;
      R.DelayEnded = Ended;
    }
  }
  world().Spent.fetch_add(Ended - Began - Length, std::memory_order_relaxed);
  afterDelay(S, T.Sprung.load(std::memory_order_relaxed));
}

} // namespace

void start() {
  World &W = world();
  if (*Settings.plan)
    W.Plan = readPairs(Settings.plan, true);
  if (*Settings.trapfile)
    W.Remembered = readPairs(Settings.trapfile, false);
}

void access(const Call &C) {
  const bool Write = isWrite(C.What);
  const std::uint32_t Me = thisThread().Token;
  Trap Met;
  bool Meets = false;
  Nanoseconds Length = 0;
  Site *S;
  Record *R;
  {
    const Inside Guard;
    S = &siteOf(C);
    R = &recordOf<Record>(C.State);
    const unsigned long Visit = S->Reached.fetch_add(1, std::memory_order_relaxed);
    tellProgress(*S, Visit + 1);
    Past NearMiss[8];
    unsigned NearMisses = 0;
    const Nanoseconds At = now();
    {
      const Locked L(R->Lock);
      for (Trap *T : R->Traps)
        if (T->Token != Me && isRunning(T->Token) && (Write || isWrite(T->What))) {
          T->Sprung.store(true, std::memory_order_relaxed);
          Met.Token = T->Token;
          Met.Site = T->Site;
          Met.What = T->What;
          Met.Calls = T->Calls;
          Meets = true;
        }
      for (const Past &P : R->Recent)
        if (P.Token && P.Token != Me && (Write || P.Write) && At - P.At < Settings.window * Millisecond)
          NearMiss[NearMisses++] = P;
      inferOrder(*R, *S, At);
      // One entry for a run of the same, or a loop would drive the others out.
      Past &Last = R->Recent[(R->Next + 7) % 8];
      if (Last.Token == Me && Last.Site == S->Number)
        Last.At = At;
      else
        R->Recent[R->Next++ % 8] = {Me, S->Number, Write, At};
    }
    Self.LastAccess = At;
    for (unsigned I = 0; I < NearMisses; ++I)
      learn(NearMiss[I], *S);
    if (!Meets && C.What != detail::operation::destroy)
      Length = delayFor(*S, Write, Visit);
    if (Length) {
      hold(*S, C, *R, Length);
      Self.LastAccess = now();
    }
  }
  if (Meets)
    reportMeeting(C, Met);
}

std::string findingOf(const std::string &A, const std::string &B) {
  World &W = world();
  const Locked L(W.Lock);
  for (PlannedPair &P : W.Plan)
    if ((isPlace(P.First, A) && isPlace(P.Second, B)) || (isPlace(P.First, B) && isPlace(P.Second, A))) {
      P.Observed = true;
      return P.Finding;
    }
  return {};
}

void forget(detail::cell *State) {
  const Inside Guard;
  takeRecord<Record>(State);
}

void forked() { world().Holding.store(0, std::memory_order_relaxed); }

void finish() {
  World &W = world();
  const Locked L(W.Lock);
  if (*Settings.trapfile) {
    std::set<std::pair<std::string, std::string>> Pairs;
    for (const PlannedPair &P : W.Remembered)
      Pairs.emplace(P.First, P.Second);
    for (const auto &[A, B] : W.NearMisses)
      Pairs.emplace(W.Sites[A]->Name, W.Sites[B]->Name);
    // Written beside and renamed: processes that end together must not mix their lines.
    const std::string New = std::string(Settings.trapfile) + "." + std::to_string(getpid());
    std::ofstream Out(New);
    for (const auto &[A, B] : Pairs)
      Out << "pair " << A << ' ' << B << '\n';
    Out.close();
    if (!Out || rename(New.c_str(), Settings.trapfile) != 0) {
      Text T;
      T << "maprace: error: cannot write trap file '" << Settings.trapfile << "'\n";
      T.writeTo(2);
    }
  }
  for (const PlannedPair &P : W.Plan)
    logLine(pairLine("plan", P));
}

} // namespace maprace::runtime::delay
