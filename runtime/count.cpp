#include "runtime/count.h"

#include "runtime/cells.h"
#include "runtime/options.h"
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
struct Record {
  Origin *Of = nullptr;
  std::uint32_t First = 0;          ///< thread that used it first
  std::atomic<bool> Counted{false}; ///< among its origin's
  std::atomic<bool> Shared{false};
};

/// What one thread has done to one map at one place.
struct Entry {
  detail::cell *State = nullptr;
  std::uintptr_t Site = 0;
  std::uint32_t Constructed = 0;
  detail::operation What{};
  unsigned long Times = 0;
  unsigned long Locked = 0; ///< with at least one lock held
  LockSet Always;           ///< held each time
};

/// What the operations that a memo counts add up to.
struct Pending {
  Entry *To = nullptr;
  bool Locked = false;
  std::atomic<unsigned long> *LateWrites = nullptr; ///< where they are such
};

/// A thread's own table: open addressing, never more than half full. The thread's epoch is that
/// of its set of locks, and of which of its maps are shared.
struct Held {
  LockSet Now;
  std::vector<Entry> Table = std::vector<Entry>(256);
  std::size_t Used = 0;
  std::uint32_t Number = 0;
  unsigned long Calls = 0; ///< accesses that no memo has taken
  detail::memo_table Known = {};
  const detail::shortcut *Last = maprace_thread.last;
  Pending Counted[detail::memo_table::size];
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
using PlaceTotals = std::map<Key, Total>;
struct World {
  SpinLock Lock;
  PlaceTotals Places;
  std::map<std::uint32_t, Origin> Origins; ///< by construction site
  std::vector<Held *> Threads;
  unsigned long Calls = 0; ///< of all threads, at their last halt
};
World &world() {
  static auto *W = new World;
  return *W;
}

void add(std::vector<std::uint32_t> &Set, std::uint32_t N) {
  if (std::find(Set.begin(), Set.end(), N) == Set.end() && Set.size() < 1000)
    Set.push_back(N);
}

void merge(PlaceTotals &To, const Entry &E, std::uint32_t Number) {
  Total &T = To[{E.Constructed, E.Site, E.What}];
  if (T.Times == 0)
    T.Always = E.Always;
  else
    T.Always.intersect(E.Always);
  T.Times += E.Times;
  T.Locked += E.Locked;
  add(T.Threads, Number);
}

// The running thread's own: what a memo has counted goes where it belongs.
void settle(detail::memo &M, Pending &P) {
  endShortcuts();
  if (const std::uint64_t Times = M.times.load(std::memory_order_relaxed)) {
    // First gone, then there: who looks on meanwhile sees too little, not too much.
    M.times.store(0, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    P.To->Times += Times;
    P.To->Locked += P.Locked ? Times : 0;
    if (P.LateWrites)
      P.LateWrites->fetch_add(Times, std::memory_order_relaxed);
  }
  M.state = nullptr;
}

void flush(Held &H) {
  for (std::size_t I = 0; I < detail::memo_table::size; ++I)
    settle(H.Known.memos[I], H.Counted[I]);
  const Locked L(world().Lock);
  for (Entry &E : H.Table)
    if (E.State) {
      merge(world().Places, E, H.Number);
      E = Entry();
    }
  H.Used = 0;
}

// The memos of threads do not hold any longer. Theirs to see with their next operation. A thread's
// shortcuts are for itself to end: they are of reads, which count for the same whether or not the
// map is shared, and the next map on a cell has another word.
void outdate(Held &H) {
  H.Known.epoch.fetch_add(1, std::memory_order_release);
  if (&H == Self.Counting)
    endShortcuts();
}

Held &held() {
  if (!Self.Counting) {
    const Inside Guard;
    auto *H = new Held;
    H->Number = thisThread().Number;
    const Locked L(world().Lock);
    world().Threads.push_back(H);
    Self.Counting = H;
    maprace_thread.known = &H->Known;
  }
  return *static_cast<Held *>(Self.Counting);
}

Record &recordOf(const Call &C, const Held &H) {
  return runtime::recordOf<Record>(C.State, [&] {
    auto New = std::make_unique<Record>();
    New->First = H.Number;
    const Locked L(world().Lock);
    New->Of = &world().Origins[C.Map->constructed.load(std::memory_order_relaxed)];
    if (C.What != detail::operation::step && New->Of->Type.empty())
      New->Of->Type = typeName(C.Type);
    return New;
  });
}

Entry &entryOf(Held &H, const Call &C) {
  const std::uint32_t Constructed = C.Map->constructed.load(std::memory_order_relaxed);
  const std::size_t Mask = H.Table.size() - 1;
  std::size_t At = ((reinterpret_cast<std::uintptr_t>(C.State) >> 3) ^ C.Site * 7) & Mask;
  for (;; At = (At + 1) & Mask) {
    Entry &E = H.Table[At];
    if (E.State == C.State && E.Site == C.Site && E.Constructed == Constructed)
      return E;
    if (E.State)
      continue;
    if (H.Used * 2 >= H.Table.size())
      flush(H); // which leaves At free, too
    ++H.Used;
    E.State = C.State;
    E.Site = C.Site;
    E.Constructed = Constructed;
    E.What = C.What;
    E.Always = H.Now;
    return E;
  }
}

// The first thread's memos are of the time when the map was its own. Which thread that is has
// to be asked under the lock: it may have ended.
void becomesShared(Record &R) {
  R.Of->Shared.fetch_add(1, std::memory_order_relaxed);
  const Locked L(world().Lock);
  for (Held *H : world().Threads)
    if (H->Number == R.First)
      outdate(*H);
}

struct OriginTotal {
  std::string Type;
  unsigned long Maps = 0, Shared = 0, LateWrites = 0;
};
using OriginTotals = std::map<std::uint32_t, OriginTotal>;

// With the world locked: of a thread that may still run, and is at most one access ahead of what is
// seen of it. Nothing of its own is touched.
void mergeRunning(const Held &H, PlaceTotals &Places, OriginTotals &Origins) {
  for (Entry E : H.Table) {
    if (!E.State || !E.Times)
      continue;
    for (std::size_t I = 0; I < detail::memo_table::size; ++I)
      if (const Pending &P = H.Counted[I]; P.To && P.To->State == E.State && P.To->Site == E.Site) {
        std::uint64_t Times = H.Known.memos[I].times.load(std::memory_order_relaxed);
        for (std::size_t S = 0; S < detail::shortcuts; ++S)
          if (H.Last[S].to == &H.Known.memos[I])
            Times += H.Last[S].times.load(std::memory_order_relaxed);
        E.Times += Times;
        E.Locked += P.Locked ? Times : 0;
        if (P.LateWrites)
          Origins[E.Constructed].LateWrites += Times;
      }
    merge(Places, E, H.Number);
  }
}

// What is known so far, a line for each place and each construction site.
void write(const char *SiteType, const char *MapType) {
  PlaceTotals Places;
  OriginTotals Origins;
  {
    World &W = world();
    const Locked L(W.Lock);
    Places = W.Places;
    for (const auto &[Constructed, O] : W.Origins)
      Origins[Constructed] = {O.Type, O.Maps.load(), O.Shared.load(), O.LateWrites.load()};
    for (const Held *H : W.Threads)
      mergeRunning(*H, Places, Origins);
  }
  std::map<std::uint32_t, MapTotal> Maps;
  for (const auto &[K, T] : Places) {
    MapTotal &M = Maps[K.Constructed];
    (isWrite(K.What) ? M.Writes : M.Reads) += T.Times;
    for (const std::uint32_t N : T.Threads)
      add(isWrite(K.What) ? M.Writers : M.Readers, N);
    Text Line;
    Line << "{\"type\":\"" << SiteType << "\",\"version\":1,\"pid\":" << static_cast<int>(getpid()) << ",\"site\":";
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
    const OriginTotal &O = Origins[Constructed];
    const std::uintptr_t Site = wholeSite(Constructed);
    Text Line;
    Line << "{\"type\":\"" << MapType << "\",\"version\":1,\"pid\":" << static_cast<int>(getpid())
         << ",\"constructed\":";
    Line.quoted(Site ? placeName(Site) : "") << ",\"map_type\":";
    Line.quoted(O.Type) << ",\"maps\":" << O.Maps << ",\"shared\":" << O.Shared << ",\"reads\":" << M.Reads
                        << ",\"writes\":" << M.Writes << ",\"late_writes\":" << O.LateWrites
                        << ",\"frozen\":" << (O.Shared && !O.LateWrites ? "true" : "false")
                        << ",\"reading_threads\":" << M.Readers.size() << ",\"writing_threads\":" << M.Writers.size()
                        << "}";
    logLine(Line);
  }
}

// A process that is killed tells nothing at its end, so it tells now and then. By calls, not by
// time: a thread hands over what it has counted at its 1st, 2nd, 4th, 8th... call, and all that
// is known is written when the sum of calls has doubled. So a log has no more lines than places
// times doublings. A thread that makes no calls any more, because nothing is new to it, comes in
// with those of the others.
void tellProgress(Held &H) {
  const unsigned long Calls = ++H.Calls;
  if ((Calls & (Calls - 1)) != 0 || !*Settings.log)
    return;
  flush(H);
  {
    World &W = world();
    const Locked L(W.Lock);
    const unsigned long Before = W.Calls;
    W.Calls += Calls - Calls / 2;
    if ((Before ^ W.Calls) <= Before) // the same highest bit
      return;
  }
  write("site-so-far", "map-so-far");
}

} // namespace

void access(const Call &C) {
  const Inside Guard;
  Held &H = held();
  tellProgress(H);
  // Before the map is looked at: if another thread comes to share it meanwhile, the memo is out
  // of date when it is left.
  const std::uint64_t Epoch = H.Known.epoch.load(std::memory_order_acquire);
  Entry &E = entryOf(H, C);
  ++E.Times;
  E.Locked += H.Now.Size != 0;
  E.Always.intersect(H.Now);
  Record &R = recordOf(C, H);
  if (!R.Counted.load(std::memory_order_relaxed) && !R.Counted.exchange(true, std::memory_order_relaxed))
    R.Of->Maps.fetch_add(1, std::memory_order_relaxed);
  std::atomic<unsigned long> *LateWrites = nullptr;
  if (C.What != detail::operation::destroy) {
    if (R.First != H.Number && !R.Shared.load(std::memory_order_relaxed) &&
        !R.Shared.exchange(true, std::memory_order_relaxed))
      becomesShared(R);
    if (isWrite(C.What) && R.Shared.load(std::memory_order_relaxed))
      LateWrites = &R.Of->LateWrites;
  }
  if (LateWrites)
    LateWrites->fetch_add(1, std::memory_order_relaxed);
  if (!C.MemoSite)
    return;
  Pending &P = H.Counted[&memoOf(C) - H.Known.memos];
  settle(memoOf(C), P);
  P.To = &E;
  P.Locked = H.Now.Size != 0;
  P.LateWrites = LateWrites;
  leaveMemo(C, Epoch);
}

void lockTaken(const void *Lock) {
  if (Self.Inside)
    return;
  Held &H = held();
  outdate(H);
  if (H.Now.Size == LockSet::Most)
    std::copy(H.Now.Locks + 1, H.Now.Locks + LockSet::Most, H.Now.Locks), --H.Now.Size;
  H.Now.Locks[H.Now.Size++] = Lock;
}
void lockReleased(const void *Lock) {
  if (Self.Inside || !Self.Counting)
    return;
  Held &H = held();
  outdate(H);
  for (unsigned I = H.Now.Size; I-- > 0;)
    if (H.Now.Locks[I] == Lock) {
      std::copy(H.Now.Locks + I + 1, H.Now.Locks + H.Now.Size, H.Now.Locks + I);
      --H.Now.Size;
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
  const std::unique_ptr<Record> Gone = takeRecord<Record>(State);
  if (!Gone)
    return;
  // The next map on this cell is another one, also to threads that know this one.
  auto *Own = static_cast<Held *>(Self.Counting);
  if (Gone->Shared.load(std::memory_order_relaxed) || !Own || Gone->First != Own->Number) {
    const Locked L(world().Lock);
    for (Held *H : world().Threads)
      outdate(*H);
  }
  if (Own && std::any_of(Own->Table.begin(), Own->Table.end(), [&](const Entry &E) { return E.State == State; }))
    flush(*Own);
}

void finish() { write("site", "map"); }

} // namespace maprace::runtime::count
