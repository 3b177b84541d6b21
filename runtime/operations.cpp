// What the headers call when their fast path does not apply: the first operation of a thread,
// a map whose mode wants to see each operation, and finds.
#include "runtime/cells.h"
#include "runtime/notes.h"
#include "runtime/options.h"
#include "runtime/report.h"
#include "runtime/runtime.h"

#include "maprace/report.h"

#include <utility>

using namespace maprace::runtime;
using maprace::detail::anchor;
using maprace::detail::cell;
using maprace::detail::operation;
namespace bits = maprace::detail::bits;

namespace maprace::runtime {

namespace {
enum effect { read, write };
struct Row {
  const char *Text;
  effect Effect;
  bool Throws;
};
constexpr Row Operations[] = {
#define MAPRACE_OPERATION_ROW(name, text, effect, throws) {text, effect, throws},
    MAPRACE_OPERATIONS(MAPRACE_OPERATION_ROW)
#undef MAPRACE_OPERATION_ROW
};
} // namespace

bool isWrite(operation What) { return Operations[static_cast<int>(What)].Effect == write; }
bool mayThrow(operation What) { return Operations[static_cast<int>(What)].Throws; }
const char *operationName(operation What) { return Operations[static_cast<int>(What)].Text; }

namespace {

bool byAnother(std::uint64_t Word) {
  const auto Token = static_cast<std::uint32_t>(Word & bits::thread);
  return Token != maprace_thread.token && isRunning(Token);
}

} // namespace
} // namespace maprace::runtime

extern "C" {

void maprace_construct(anchor *Map, const char *) noexcept {
  if (__builtin_expect(!Started, 0))
    start();
  if (__builtin_expect(!maprace_thread.token, 0))
    thisThread();
  cell *State = takeCell();
  State->map.store(reinterpret_cast<std::uintptr_t>(Map), std::memory_order_relaxed);
  Map->state = State;
  // Maps begin to count at different numbers, so that iterators and shortcuts of one that was here
  // before do not match: another one of this thread's by the number of structural changes, which is
  // never 0, another thread's by the number of writes.
  const std::uint64_t Structures = Self.Constructed++ % 0xFFFF + 1;
  const std::uint64_t Versions = maprace_thread.token;
  const std::uint64_t Flags = (Settings.Kind != Mode::Trap ? bits::slow : 0) | (Settings.lenient ? bits::lenient : 0);
  Map->site.store(0, std::memory_order_relaxed);
  Map->constructed.store(static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(__builtin_return_address(0))),
                         std::memory_order_relaxed);
  Map->word.store(Versions * bits::version_one | Structures * bits::structure_one | Flags, std::memory_order_relaxed);
}

void maprace_destroy_begin(anchor *Map, const char *Type) noexcept {
  std::uint64_t Word = Map->word.load(std::memory_order_relaxed);
  const Call C{Map, Map->state, operation::destroy, Type, reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)),
               0};
  if (Self.Inside == 0) {
    // The end of a frozen map is no write to it.
    if (Word & bits::slow)
      modeAccess(C);
    Word = Map->word.load(std::memory_order_relaxed);
    if ((Word & bits::active) && byAnother(Word))
      reportOverlap(C, Word, "the map was destroyed during the other operation");
  }
  const std::uint32_t Me = thisThread().Token;
  Map->site.store(static_cast<std::uint32_t>(C.Site), std::memory_order_relaxed);
  Map->word.store((((Word & ~bits::thread) | bits::active | Me) + bits::version_one), std::memory_order_relaxed);
}

void maprace_destroy_end(anchor *Map) noexcept {
  cell *State = Map->state;
  const std::uint64_t Word = Map->word.load(std::memory_order_relaxed);
  forgetMap(State);
  forgetNotes(Map, State);
  // The map's memory may soon be something else: what a thread needs that is still at the map,
  // against all order, is kept elsewhere.
  Thread &Me = thisThread();
  Thread::Destruction &D = Me.Destroyed[Me.NextDestroyed++ % Thread::Remembered];
  D.Map.store(Map, std::memory_order_relaxed);
  D.Site.store(Map->site.load(std::memory_order_relaxed), std::memory_order_relaxed);
  D.Constructed.store(Map->constructed.load(std::memory_order_relaxed), std::memory_order_relaxed);
  Map->word.store(((Word & ~(bits::active | bits::frozen)) | bits::dead | bits::slow) + bits::structure_one,
                  std::memory_order_relaxed);
  giveCell(State);
}

void maprace_swap_states(anchor *A, anchor *B) noexcept {
  std::swap(A->state, B->state);
  A->state->map.store(reinterpret_cast<std::uintptr_t>(A), std::memory_order_relaxed);
  B->state->map.store(reinterpret_cast<std::uintptr_t>(B), std::memory_order_relaxed);
  // What the word says of the contents goes with them. Marks stay: a thread that has no business
  // here now will take its own away from the map where it has put it.
  constexpr std::uint64_t OfContents = bits::counters | bits::frozen | bits::slow;
  const std::uint64_t WordA = A->word.load(std::memory_order_relaxed), WordB = B->word.load(std::memory_order_relaxed);
  A->word.store((WordA & ~OfContents) | (WordB & OfContents), std::memory_order_relaxed);
  B->word.store((WordB & ~OfContents) | (WordA & OfContents), std::memory_order_relaxed);
}

std::uint64_t maprace_read_begin(const anchor *Map, std::uint64_t Word, operation What, const char *Type,
                                 std::uintptr_t MemoSite) {
  if (Self.Inside)
    return 0;
  const Call C{Map, Map->state, What, Type, reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)), MemoSite};
  if (Word & bits::slow) {
    modeAccess(C);
    Word = Map->word.load(std::memory_order_relaxed);
  }
  if (!(Word & bits::active))
    return Word;
  if (byAnother(Word))
    reportOverlap(C, Word, "the other operation was in progress when this one began");
  return 0; // reported, or inside a write of our own
}

void maprace_read_end(const anchor *Map, std::uint64_t Expected, operation What, const char *Type) {
  if (Self.Inside)
    return;
  Call C{Map, Map->state, What, Type, reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)), 0};
  if (!isAlive(Map))
    return reportDestroyed(C);
  const std::uint64_t Word = Map->word.load(std::memory_order_relaxed);
  constexpr std::uint64_t ByWriter = bits::counters | bits::thread | bits::active;
  if (((Word ^ Expected) & ByWriter) == 0 || (Word & bits::thread) == maprace_thread.token)
    return; // a flag was set, or the operation has written to the map it reads
  if (!maprace_thread.token)
    thisThread();
  if (Word & bits::thread)
    reportOverlap(C, Word, "the other operation took place during this one");
}

std::uint64_t maprace_write_begin(const anchor *Map, std::uint64_t Word, operation What, const char *Type,
                                  std::uintptr_t MemoSite) {
  if (Self.Inside)
    return 0;
  const std::uint32_t Me = thisThread().Token;
  const Call C{Map, Map->state, What, Type, reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)), MemoSite};
  if (Word & bits::slow) {
    modeAccess(C);
    if (Word & bits::frozen)
      reportFrozenWrite(C);
    Word = Map->word.load(std::memory_order_relaxed);
  }
  if (Word & bits::active) {
    if ((Word & bits::thread) == Me)
      return 0; // inside a write of our own, which will take its mark away
    if (byAnother(Word)) {
      reportOverlap(C, Word, "the other operation was in progress when this one began");
      return 0;
    }
  }
  const std::uint64_t Mine = ((Word & ~bits::thread) | bits::active | Me) + bits::version_one;
  Map->word.store(Mine, std::memory_order_relaxed);
  Map->site.store(static_cast<std::uint32_t>(C.Site), std::memory_order_relaxed);
  return Mine;
}

void maprace_write_end(const anchor *Map, std::uint64_t Expected, operation What, const char *Type) {
  Call C{Map, Map->state, What, Type, reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)), 0};
  if (!isAlive(Map)) {
    if (!Self.Inside)
      reportDestroyed(C);
    return;
  }
  const std::uint64_t Word = Map->word.load(std::memory_order_relaxed);
  if ((Word & bits::thread) == (Expected & bits::thread)) { // still ours: a flag was set meanwhile
    Map->word.store((Word & ~bits::active) + bits::structure_one, std::memory_order_relaxed);
    return;
  }
  if (Self.Inside)
    return;
  if (Word & bits::thread)
    reportOverlap(C, Word, "the other operation began during this one");
}

std::uint32_t maprace_step(cell *State, std::uint32_t Structure, std::uint32_t Syncs, const char *Type,
                           std::uintptr_t MemoSite) {
  const anchor *Map = mapOf(State);
  if (!Map)
    return Structure;
  const std::uint64_t Word = Map->word.load(std::memory_order_relaxed);
  const auto Now = static_cast<std::uint16_t>(Word / bits::structure_one);
  if (Self.Inside || (Word & bits::dead))
    return Now;
  const Call C{Map,     State, operation::step, Type, reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)),
               MemoSite};
  if (Word & bits::slow)
    modeAccess(C);
  if (Word & bits::active) {
    if (byAnother(Word))
      reportOverlap(C, Word, "the other operation was in progress at a step of this iteration");
  } else if (Now != Structure && Settings.iterators && SyncVisible && maprace_thread.token &&
             (Word & bits::thread) != maprace_thread.token && (Word & bits::thread) && Syncs == maprace_thread.syncs) {
    reportOverlap(C, Word,
                  "the map was changed between two steps of this iteration, and nothing that the thread did "
                  "between them can have ordered that");
  }
  return Now;
}
}
