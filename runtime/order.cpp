#include "runtime/order.h"

#include "maprace/report.h"

#include "runtime/cells.h"
#include "runtime/options.h"
#include "runtime/report.h"
#include "runtime/spin_lock.h"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <vector>

namespace maprace::runtime::order {

namespace {

/// One time for each thread, by token.
class Clock {
public:
  std::uint64_t of(std::uint32_t Token) const { return Token < Times.size() ? Times[Token] : 0; }
  void set(std::uint32_t Token, std::uint64_t Time) {
    if (Token >= Times.size())
      Times.resize(Token + 1);
    Times[Token] = Time;
  }
  void join(const Clock &Other) {
    if (Other.Times.size() > Times.size())
      Times.resize(Other.Times.size());
    for (std::size_t I = 0; I < Other.Times.size(); ++I)
      Times[I] = std::max(Times[I], Other.Times[I]);
  }

private:
  std::vector<std::uint64_t> Times;
};

/// The running thread's view, and what it has accessed since its time last changed: accesses
/// that are in the map's record already need not go there again.
struct View {
  Clock Now;
  std::uint64_t Time = 0; ///< Now.of(Token)
  std::uint32_t Token = 0;
  std::uint64_t PublishedSeen = 0;
  struct Recent {
    detail::cell *State = nullptr;
    std::uint64_t Time = 0;
    bool Write = false;
  };
  static constexpr std::size_t Remembered = 64;
  Recent Done[Remembered];
  detail::memo_table Known = {};

  void tick() {
    Now.set(Token, ++Time);
    Known.epoch.store(Time, std::memory_order_relaxed);
    endShortcuts();
  }
  Recent &doneTo(detail::cell *State) { return Done[(reinterpret_cast<std::uintptr_t>(State) >> 3) % Remembered]; }
};

/// An access as a map's record keeps it.
struct Access {
  std::uint32_t Token = 0;
  std::uint32_t Number = 0; ///< the thread's; tokens are used again
  std::uint64_t Time = 0;
  detail::operation What{};
  Stack Calls;
};
struct Record {
  SpinLock Lock;
  Access Write;              ///< the last one
  std::vector<Access> Reads; ///< since then, one for each thread
};

// Synchronisation objects by address. As many as the program has addresses of them.
constexpr std::size_t Shards = 64;
struct Shard {
  SpinLock Lock;
  std::unordered_map<const void *, Clock> Clocks;
};
Shard &shardOf(const void *Object) {
  static auto *All = new Shard[Shards];
  return All[(reinterpret_cast<std::uintptr_t>(Object) >> 3) % Shards];
}

struct {
  SpinLock Lock;
  Clock Times;
  std::atomic<std::uint64_t> Version{0};
} Published;

// The last time of each token's thread: the next thread with the token goes on from there.
SpinLock LastLock;
std::vector<std::uint64_t> &lastTimes() {
  static auto *Times = new std::vector<std::uint64_t>;
  return *Times;
}

View *view() {
  if (!Self.Ordering)
    thisThread(); // registers it, which makes one
  return static_cast<View *>(Self.Ordering);
}

void seePublished(View &V) {
  const std::uint64_t Version = Published.Version.load(std::memory_order_acquire);
  if (Version == V.PublishedSeen)
    return;
  const Locked L(Published.Lock);
  V.Now.join(Published.Times);
  V.PublishedSeen = Version;
}

void reportUnordered(const Call &C, const Access &Earlier) {
  if (isKnown(C.Site, Earlier.Calls.Size ? Earlier.Calls.Pc[0] : 0))
    return;
  Find F;
  F.At = &C;
  F.How =
      "nothing orders the two: no lock, start, join, wait or other synchronisation that the runtime sees leads from "
      "the earlier one to the later one. It does not see atomics and their wait(), and what is built on them alone: "
      "flags and spin locks of the program, std::latch, std::barrier and std::counting_semaphore unless compiled with "
      "the flags of 'maprace flags --cxx'; nor futex calls, pipes and sockets. Where one of these orders the two, "
      "maprace::happens_before and happens_after tell the runtime so";
  F.Mine = mySide(C);
  F.Other.Operation = operationName(Earlier.What);
  F.Other.Write = isWrite(Earlier.What);
  F.Other.Iteration = Earlier.What == detail::operation::step || Earlier.What == detail::operation::begin;
  F.Other.Token = Earlier.Token;
  F.Other.Number = Earlier.Number;
  F.Other.When = "earlier";
  F.Other.Calls = Earlier.Calls;
  report(F);
}

} // namespace

void acquired(const void *Object) {
  if (!Object || Self.Inside)
    return;
  const Inside Guard;
  View &V = *view();
  Shard &S = shardOf(Object);
  const Locked L(S.Lock);
  const auto At = S.Clocks.find(Object);
  if (At != S.Clocks.end())
    V.Now.join(At->second);
}

void releasing(const void *Object) {
  if (Self.Inside)
    return;
  const Inside Guard;
  View &V = *view();
  seePublished(V);
  {
    Shard &S = shardOf(Object);
    const Locked L(S.Lock);
    S.Clocks[Object].join(V.Now);
  }
  V.tick();
}

void destroyed(const void *Object) {
  if (Self.Inside)
    return;
  const Inside Guard;
  Shard &S = shardOf(Object);
  const Locked L(S.Lock);
  S.Clocks.erase(Object);
}

void published() {
  if (Self.Inside)
    return;
  const Inside Guard;
  View &V = *view();
  {
    const Locked L(Published.Lock);
    Published.Times.join(V.Now);
    Published.Version.fetch_add(1, std::memory_order_release);
  }
  V.tick();
}

void access(const Call &C) {
  // Whoever drops the last reference to an object destroys it, and the count of references is
  // an atomic, which cannot be seen.
  if (C.What == detail::operation::destroy && !Settings.order_destroy)
    return;
  const bool Write = isWrite(C.What);
  View &V = *view();
  View::Recent &Done = V.doneTo(C.State);
  const auto Remember = [&] {
    if (C.MemoSite)
      leaveMemo(C, V.Time);
  };
  if (Done.State == C.State && Done.Time == V.Time && (Done.Write || !Write))
    return Remember();
  Access Race;
  bool Raced = false;
  {
    const Inside Guard;
    seePublished(V);
    const auto Unordered = [&](const Access &A) { return A.Token && A.Token != V.Token && A.Time > V.Now.of(A.Token); };
    Access Mine{V.Token, threadOf(V.Token).Number, V.Time, C.What, captureStack(C.Site)};
    Record &R = recordOf<Record>(C.State);
    const Locked L(R.Lock);
    if (Unordered(R.Write))
      Race = R.Write, Raced = true;
    if (Write) {
      for (const Access &A : R.Reads)
        if (!Raced && Unordered(A))
          Race = A, Raced = true;
      R.Reads.clear();
      R.Write = Mine;
    } else {
      const auto At = std::find_if(R.Reads.begin(), R.Reads.end(), [&](const Access &A) { return A.Token == V.Token; });
      if (At == R.Reads.end())
        R.Reads.push_back(Mine);
      else
        *At = Mine;
    }
  }
  Done = {C.State, V.Time, Write};
  Remember();
  if (Raced)
    reportUnordered(C, Race);
}

void threadBegins(Thread &T) {
  auto *V = new View;
  V->Token = T.Token;
  {
    const Locked L(LastLock);
    if (T.Token < lastTimes().size())
      V->Time = lastTimes()[T.Token];
  }
  V->tick();
  Self.Ordering = V;
  maprace_thread.known = &V->Known;
}

void threadEnds(Thread &T) {
  auto *V = static_cast<View *>(Self.Ordering);
  Self.Ordering = nullptr;
  const Locked L(LastLock);
  if (T.Token >= lastTimes().size())
    lastTimes().resize(T.Token + 1);
  lastTimes()[T.Token] = V->Time;
  delete V;
}

bool comesAfter(std::uint32_t Token) {
  if (!maprace_thread.token)
    return false; // new itself, and seen by nobody start
  const View &V = *static_cast<View *>(Self.Ordering);
  const Locked L(LastLock);
  return Token < lastTimes().size() && V.Now.of(Token) >= lastTimes()[Token];
}

void forked(std::uint32_t Tokens) {
  constexpr std::uint64_t Past = std::uint64_t(1) << 62;
  const Locked L(LastLock);
  if (lastTimes().size() < Tokens)
    lastTimes().resize(Tokens);
  for (std::uint32_t T = 1; T < Tokens; ++T)
    if (T != maprace_thread.token) {
      lastTimes()[T] = std::max(lastTimes()[T], Past);
      if (Self.Ordering)
        static_cast<View *>(Self.Ordering)->Now.set(T, lastTimes()[T]);
    }
}

void forget(detail::cell *State) {
  const Inside Guard;
  takeRecord<Record>(State);
  // The next map on this cell has everything to record.
  if (auto *V = static_cast<View *>(Self.Ordering)) {
    if (View::Recent &Done = V->doneTo(State); Done.State == State)
      Done = {};
    endShortcuts();
    for (detail::memo &M : V->Known.memos)
      if (M.state == State)
        M.state = nullptr;
  }
}

} // namespace maprace::runtime::order

extern "C" {
void maprace_happens_before(const void *Sync) noexcept { maprace::runtime::syncReleasing(Sync); }
void maprace_happens_after(const void *Sync) noexcept { maprace::runtime::syncAcquired(Sync); }
void maprace_sync_destroyed(const void *Sync) noexcept { maprace::runtime::syncDestroyed(Sync); }
}
