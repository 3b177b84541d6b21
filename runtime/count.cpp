#include "runtime/count.h"

#include "runtime/cells.h"
#include "runtime/output.h"
#include "runtime/report.h"
#include "runtime/sites.h"
#include "runtime/spin_lock.h"
#include "runtime/symbolize.h"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>
#include <unistd.h>
#include <vector>

namespace maprace::runtime::count {

__thread Quick Own __attribute__((tls_model("initial-exec"))) = {};

namespace {

/// The locks that a thread holds, as addresses; the innermost of them if they are many.
struct LockSet {
  static constexpr unsigned Most = 6;
  const void *Locks[Most] = {};
  unsigned Size = 0;
  bool has(const void *L) const { return std::find(Locks, Locks + Size, L) != Locks + Size; }
  void intersect(const LockSet &Other) {
    unsigned To = 0;
    for (unsigned I = 0; I < Size; ++I)
      if (Other.has(Locks[I]))
        Locks[To++] = Locks[I];
    Size = To;
  }
};

/// All maps that were constructed at one place.
struct Origin {
  std::string Type;
  std::atomic<unsigned long> Maps{0};
  std::atomic<unsigned long> Shared{0};     ///< of them, used by a second thread
  std::atomic<unsigned long> LateWrites{0}; ///< after that; none: the maps are frozen in practice
};
/// One map, while it lives.
struct Record : Sharing {
  Origin *Of;
  std::atomic<std::uint32_t> First; ///< thread
};

/// What one thread has done to one map at one place.
struct Entry : Tally {
  detail::cell *State = nullptr;
  std::uintptr_t Site = 0;
  std::uint32_t Constructed = 0;
  detail::operation What{};
  LockSet Always; ///< held each time
};

/// A thread's own table: open addressing, never more than half full.
struct Held {
  LockSet Now;
  std::vector<Entry> Table = std::vector<Entry>(256);
  std::size_t Used = 0;
  std::uint32_t Number = 0;
};

/// Of all threads, when they have ended, and of maps that are gone.
struct Total {
  unsigned long Times = 0, Locked = 0;
  LockSet Always;
  std::vector<std::uint32_t> Threads; ///< by number
};
struct MapTotal {
  unsigned long Reads = 0, Writes = 0;
  std::vector<std::uint32_t> Readers, Writers; ///< threads, by number
};
struct Key {
  std::uint32_t Constructed;
  std::uintptr_t Site;
  detail::operation What;
  bool operator<(const Key &Other) const {
    return std::tie(Constructed, Site, What) < std::tie(Other.Constructed, Other.Site, Other.What);
  }
};
struct World {
  SpinLock Lock;
  std::map<Key, Total> Places;
  std::map<std::uint32_t, Origin> Origins; ///< by construction site
  std::vector<Held *> Threads;
};
World &world() {
  static auto *W = new World;
  return *W;
}

void add(std::vector<std::uint32_t> &Set, std::uint32_t N) {
  if (std::find(Set.begin(), Set.end(), N) == Set.end() && Set.size() < 1000)
    Set.push_back(N);
}

// With the world locked.
void merge(const Entry &E, std::uint32_t Number) {
  Total &T = world().Places[{E.Constructed, E.Site, E.What}];
  if (T.Times == 0)
    T.Always = E.Always;
  else
    T.Always.intersect(E.Always);
  T.Times += E.Times;
  T.Locked += E.Locked;
  add(T.Threads, Number);
}

void flush(Held &H) {
  const Locked L(world().Lock);
  for (Entry &E : H.Table)
    if (E.State) {
      merge(E, H.Number);
      E = Entry();
    }
  H.Used = 0;
  for (Quick::Slot &S : Own.Recent)
    S = {};
}

Held &held() {
  if (!Self.Counting) {
    const Inside Guard;
    auto *H = new Held;
    H->Number = thisThread().Number;
    const Locked L(world().Lock);
    world().Threads.push_back(H);
    Self.Counting = H;
  }
  return *static_cast<Held *>(Self.Counting);
}

// Records of shared maps that are gone are not freed, as another thread's table may point to
// one; they are used again for later maps, so that their number stays that of maps alive at
// a time. A count may then go to a wrong construction site, never to freed memory.
std::vector<Record *> &reusable() {
  static auto *Gone = new std::vector<Record *>;
  return *Gone;
}
void keepForReuse(Record *R) {
  const Locked L(world().Lock);
  reusable().push_back(R);
}
std::unique_ptr<Record> takeRecord() {
  const Locked L(world().Lock);
  if (reusable().empty())
    return std::make_unique<Record>();
  std::unique_ptr<Record> R(reusable().back());
  reusable().pop_back();
  R->Shared.store(false, std::memory_order_relaxed);
  return R;
}

Record *recordOf(const Call &C) {
  std::atomic<void *> &Slot = extraOf(C.State);
  void *Known = Slot.load(std::memory_order_acquire);
  if (!Known) {
    auto New = takeRecord();
    New->First = held().Number;
    {
      const Locked L(world().Lock);
      New->Of = &world().Origins[C.State->constructed.load(std::memory_order_relaxed)];
      New->LateWrites = &New->Of->LateWrites;
      if (C.Map && New->Of->Type.empty())
        New->Of->Type = typeName(C.Type);
    }
    if (Slot.compare_exchange_strong(Known, New.get(), std::memory_order_acq_rel)) {
      New->Of->Maps.fetch_add(1, std::memory_order_relaxed);
      Known = New.release();
    }
  }
  return static_cast<Record *>(Known);
}

__attribute__((noinline)) Entry &newEntry(Held &H, const Call &C, std::size_t At) {
  const Inside Guard;
  if (H.Used * 2 >= H.Table.size())
    flush(H); // which leaves At free, too
  ++H.Used;
  Entry &E = H.Table[At];
  E.State = C.State;
  E.Map = recordOf(C);
  E.Site = C.Site;
  E.Constructed = C.State->constructed.load(std::memory_order_relaxed);
  E.What = C.What;
  E.Always = H.Now;
  E.LocksSeen = Own.LockChanges;
  return E;
}

} // namespace

void accessSlowly(const Call &C) {
  Held &H = held();
  const std::size_t Mask = H.Table.size() - 1;
  std::size_t At = ((reinterpret_cast<std::uintptr_t>(C.State) >> 4) ^ C.Site * 7) & Mask;
  Entry *E;
  for (;; At = (At + 1) & Mask) {
    E = &H.Table[At];
    if (E->State == C.State && E->Site == C.Site &&
        E->Constructed == C.State->constructed.load(std::memory_order_relaxed))
      break;
    if (!E->State) {
      E = &newEntry(H, C, At);
      break;
    }
  }
  ++E->Times;
  E->Locked += H.Now.Size != 0;
  if (E->LocksSeen != Own.LockChanges) {
    E->Always.intersect(H.Now);
    E->LocksSeen = Own.LockChanges;
  }
  Own.Recent[(C.Site ^ C.Site >> 5) % Quick::Slots] = {C.State, C.Site, E};
  Record &R = *static_cast<Record *>(E->Map);
  const bool Shared = R.Shared.load(std::memory_order_relaxed);
  if (!Shared && R.First.load(std::memory_order_relaxed) != H.Number && C.What != detail::operation::destroy) {
    if (!R.Shared.exchange(true, std::memory_order_relaxed))
      R.Of->Shared.fetch_add(1, std::memory_order_relaxed);
  }
  if (R.Shared.load(std::memory_order_relaxed) && isWrite(C.What) && C.What != detail::operation::destroy)
    R.Of->LateWrites.fetch_add(1, std::memory_order_relaxed);
}

void lockTaken(const void *Lock) {
  if (Self.Inside)
    return;
  Held &H = held();
  ++Own.LockChanges;
  if (H.Now.Size == LockSet::Most)
    std::copy(H.Now.Locks + 1, H.Now.Locks + LockSet::Most, H.Now.Locks), --H.Now.Size;
  H.Now.Locks[H.Now.Size++] = Lock;
  Own.LocksHeld = H.Now.Size;
}
void lockReleased(const void *Lock) {
  if (Self.Inside || !Self.Counting)
    return;
  Held &H = held();
  ++Own.LockChanges;
  for (unsigned I = H.Now.Size; I-- > 0;)
    if (H.Now.Locks[I] == Lock) {
      std::copy(H.Now.Locks + I + 1, H.Now.Locks + H.Now.Size, H.Now.Locks + I);
      Own.LocksHeld = --H.Now.Size;
      return;
    }
}

void threadEnds() {
  auto *H = static_cast<Held *>(Self.Counting);
  if (!H)
    return;
  flush(*H);
  const Locked L(world().Lock);
  world().Threads.erase(std::find(world().Threads.begin(), world().Threads.end(), H));
  delete H;
  Self.Counting = nullptr;
}

void forget(detail::cell *State) {
  const Inside Guard;
  auto *Gone = static_cast<Record *>(extraOf(State).exchange(nullptr));
  if (!Gone)
    return;
  // Entries of this thread go with it. Those of other threads keep the record alive, as they
  // cannot be reached from here: maps that several threads use are few.
  if (auto *H = static_cast<Held *>(Self.Counting))
    for (const Entry &E : H->Table)
      if (E.Map == Gone) {
        flush(*H);
        break;
      }
  if (!Gone->Shared.load(std::memory_order_relaxed))
    delete Gone;
  else
    keepForReuse(Gone);
}

void finish() {
  World &W = world();
  // Threads that still run are at most one access ahead of what is written.
  std::vector<Held *> Running;
  {
    const Locked L(W.Lock);
    Running = W.Threads;
    for (Held *H : Running)
      for (const Entry &E : H->Table)
        if (E.State)
          merge(E, H->Number);
  }
  std::map<std::uint32_t, MapTotal> Maps;
  for (const auto &[K, T] : W.Places) {
    MapTotal &M = Maps[K.Constructed];
    (isWrite(K.What) ? M.Writes : M.Reads) += T.Times;
    for (const std::uint32_t N : T.Threads)
      add(isWrite(K.What) ? M.Writers : M.Readers, N);
    Text Line;
    Line << "{\"type\":\"site\",\"version\":1,\"pid\":" << static_cast<int>(getpid()) << ",\"site\":";
    Line.quoted(placeName(K.Site)) << ",\"operation\":";
    Line.quoted(operationName(K.What)) << ",\"effect\":" << (isWrite(K.What) ? "\"write\"" : "\"read\"") << ",\"map\":";
    const std::uintptr_t Constructed = wholeSite(K.Constructed);
    Line.quoted(Constructed ? placeName(Constructed) : "")
        << ",\"count\":" << T.Times << ",\"locked\":" << T.Locked << ",\"locks\":[";
    for (unsigned I = 0; I < T.Always.Size; ++I) {
      Line << (I ? "," : "") << '"';
      Line.hex(reinterpret_cast<std::uintptr_t>(T.Always.Locks[I])) << '"';
    }
    Line << "],\"threads\":" << T.Threads.size() << "}";
    logLine(Line);
  }
  for (const auto &[Constructed, M] : Maps) {
    const Origin &O = W.Origins[Constructed];
    const unsigned long Shared = O.Shared.load(), LateWrites = O.LateWrites.load();
    const std::uintptr_t Site = wholeSite(Constructed);
    Text Line;
    Line << "{\"type\":\"map\",\"version\":1,\"pid\":" << static_cast<int>(getpid()) << ",\"constructed\":";
    Line.quoted(Site ? placeName(Site) : "") << ",\"map_type\":";
    Line.quoted(O.Type) << ",\"maps\":" << O.Maps.load() << ",\"shared\":" << Shared << ",\"reads\":" << M.Reads
                        << ",\"writes\":" << M.Writes << ",\"late_writes\":" << LateWrites
                        << ",\"frozen\":" << (Shared && !LateWrites ? "true" : "false")
                        << ",\"reading_threads\":" << M.Readers.size() << ",\"writing_threads\":" << M.Writers.size()
                        << "}";
    logLine(Line);
  }
}

} // namespace maprace::runtime::count
