// What the headers call when their fast path does not apply: the first operation of a thread,
// a map whose mode wants to see each operation, and finds.
#include "runtime/cells.h"
#include "runtime/notes.h"
#include "runtime/options.h"
#include "runtime/report.h"
#include "runtime/runtime.h"

#include "maprace/report.h"

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
  // The counters go on where the cell's last map left them, so that its iterators do not match.
  const std::uint64_t Old = State->word.load(std::memory_order_relaxed) & bits::counters;
  const std::uint64_t Flags = (Settings.Kind != Mode::Trap ? bits::slow : 0) | (Settings.lenient ? bits::lenient : 0);
  State->word.store((Old + bits::structure_one) | Flags, std::memory_order_relaxed);
  State->site.store(0, std::memory_order_relaxed);
  State->constructed.store(static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(__builtin_return_address(0))),
                           std::memory_order_relaxed);
  ownerOf(State).store(Map, std::memory_order_relaxed);
  Map->state.store(State, std::memory_order_relaxed);
}

void maprace_destroy_begin(anchor *Map, const char *Type) noexcept {
  cell *State = Map->state.load(std::memory_order_relaxed);
  std::uint64_t Word = State->word.load(std::memory_order_relaxed);
  const Call C{Map, State, operation::destroy, Type, reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)), 0};
  if (Self.Inside == 0) {
    // The end of a frozen map is no write to it.
    if (Word & bits::slow)
      modeAccess(C);
    Word = State->word.load(std::memory_order_relaxed);
    if ((Word & bits::active) && byAnother(Word))
      reportOverlap(C, Word, "the map was destroyed during the other operation");
  }
  const std::uint32_t Me = thisThread().Token;
  State->site.store(static_cast<std::uint32_t>(C.Site), std::memory_order_relaxed);
  State->word.store((((Word & ~bits::thread) | bits::active | Me) + bits::version_one), std::memory_order_relaxed);
}

void maprace_destroy_end(anchor *Map) noexcept {
  cell *State = Map->state.load(std::memory_order_relaxed);
  const std::uint64_t Word = State->word.load(std::memory_order_relaxed);
  forgetMap(State);
  forgetNotes(Map, State);
  State->word.store(((Word & ~(bits::active | bits::frozen)) | bits::dead | bits::slow) + bits::structure_one,
                    std::memory_order_relaxed);
  giveCell(State);
}

void maprace_swap_states(anchor *A, anchor *B) noexcept {
  cell *OfA = A->state.load(std::memory_order_relaxed), *OfB = B->state.load(std::memory_order_relaxed);
  A->state.store(OfB, std::memory_order_relaxed);
  B->state.store(OfA, std::memory_order_relaxed);
  ownerOf(OfB).store(A, std::memory_order_relaxed);
  ownerOf(OfA).store(B, std::memory_order_relaxed);
  const std::uint32_t Site = OfA->constructed.load(std::memory_order_relaxed);
  OfA->constructed.store(OfB->constructed.load(std::memory_order_relaxed), std::memory_order_relaxed);
  OfB->constructed.store(Site, std::memory_order_relaxed);
}

std::uint64_t maprace_read_begin(const anchor *Map, cell *State, std::uint64_t Word, operation What, const char *Type,
                                 std::uintptr_t MemoSite) {
  if (Self.Inside)
    return 0;
  const Call C{Map, State, What, Type, reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)), MemoSite};
  if (Word & bits::slow) {
    modeAccess(C);
    Word = State->word.load(std::memory_order_relaxed);
  }
  if (!(Word & bits::active))
    return Word;
  if (byAnother(Word))
    reportOverlap(C, Word, "the other operation was in progress when this one began");
  return 0; // reported, or inside a write of our own
}

void maprace_read_end(const anchor *Map, cell *State, std::uint64_t Expected, operation What, const char *Type) {
  if (Self.Inside)
    return;
  const std::uint64_t Word = State->word.load(std::memory_order_relaxed);
  constexpr std::uint64_t ByWriter = bits::counters | bits::thread | bits::active;
  if (((Word ^ Expected) & ByWriter) == 0 || (Word & bits::thread) == maprace_thread.token)
    return; // a flag was set, or the operation has written to the map it reads
  const Call C{Map, State, What, Type, reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)), 0};
  if (!maprace_thread.token)
    thisThread();
  if (Word & bits::thread)
    reportOverlap(C, Word, "the other operation took place during this one");
}

std::uint64_t maprace_write_begin(const anchor *Map, cell *State, std::uint64_t Word, operation What, const char *Type,
                                  std::uintptr_t MemoSite) {
  if (Self.Inside)
    return 0;
  const std::uint32_t Me = thisThread().Token;
  const Call C{Map, State, What, Type, reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)), MemoSite};
  if (Word & bits::slow) {
    modeAccess(C);
    if (Word & bits::frozen)
      reportFrozenWrite(C);
    Word = State->word.load(std::memory_order_relaxed);
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
  State->word.store(Mine, std::memory_order_relaxed);
  State->site.store(static_cast<std::uint32_t>(C.Site), std::memory_order_relaxed);
  return Mine;
}

void maprace_write_end(const anchor *Map, cell *State, std::uint64_t Expected, operation What, const char *Type) {
  const std::uint64_t Word = State->word.load(std::memory_order_relaxed);
  if ((Word & bits::thread) == (Expected & bits::thread)) { // still ours: a flag was set meanwhile
    State->word.store((Word & ~bits::active) + bits::structure_one, std::memory_order_relaxed);
    return;
  }
  if (Self.Inside)
    return;
  const Call C{Map, State, What, Type, reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)), 0};
  if (Word & bits::thread)
    reportOverlap(C, Word, "the other operation began during this one");
}

std::uint32_t maprace_step(cell *State, std::uint32_t Structure, std::uint32_t Syncs, const char *Type,
                           std::uintptr_t MemoSite) {
  const std::uint64_t Word = State->word.load(std::memory_order_relaxed);
  const auto Now = static_cast<std::uint16_t>(Word / bits::structure_one);
  if (Self.Inside || (Word & bits::dead))
    return Now;
  const Call C{nullptr, State, operation::step, Type, reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)),
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
