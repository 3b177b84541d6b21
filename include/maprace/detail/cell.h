// The state of the detector. What each operation looks at lies in the map, beside what the
// operation itself needs: a search that misses the cache pays for each load. Iterators stay valid
// when a map is swapped or moved, and must find the map that has the elements they walk: each
// map's contents have a *cell*, in memory that is never given back, which says where they are,
// or that they are gone.
//
// 32 bytes a map: an anchor of 24 in it, a cell of 8 beside.
//
// Everything here is read and written with relaxed atomics. They cost what plain loads and
// stores cost and order nothing, so ThreadSanitizer sees the races it would see without them.
// Marks cannot lead to false reports for lack of order: where two operations are ordered by
// the program, what orders them orders these too.
#ifndef MAPRACE_DETAIL_CELL_H
#define MAPRACE_DETAIL_CELL_H

#include "maprace/detail/config.h"
#include "maprace/detail/operations.h"

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace maprace {
namespace detail {

// anchor::word, from the lowest bit: the last writer's thread, flags, number of structural
// changes, number of writes. A carry out of the third only bumps the fourth.
namespace bits {
constexpr std::uint64_t thread = (std::uint64_t(1) << 22) - 1; // 0: nobody yet
constexpr std::uint64_t active = std::uint64_t(1) << 22;       // a write is going on
constexpr std::uint64_t slow = std::uint64_t(1) << 23;         // operations ask the runtime
constexpr std::uint64_t frozen = std::uint64_t(1) << 24;       // freeze() was called
constexpr std::uint64_t dead = std::uint64_t(1) << 25;         // the map is gone
constexpr std::uint64_t lenient = std::uint64_t(1) << 26;      // operator[] asks whether it is a read
constexpr std::uint64_t structure_one = std::uint64_t(1) << 32;
constexpr std::uint64_t version_one = std::uint64_t(1) << 48;
constexpr std::uint64_t counters = ~(structure_one - 1);
constexpr std::uint64_t flags = structure_one - 1 - thread;
} // namespace bits

struct anchor;
struct cell {
  std::atomic<std::uintptr_t> map; // the anchor of the map that has the contents; odd: they are gone
};

// What a map holds, before the standard container: the word is the last member, and so next to
// what a search begins with. Sites are program counters, cut to 32 bits: the runtime finds the
// loaded code that has them.
struct anchor {
  cell *state; // of the contents. Written where they are made, swapped or moved, as the container's own pointers are
  mutable std::atomic<std::uint32_t> site;        // of the last write
  mutable std::atomic<std::uint32_t> constructed; // where the map was
  mutable std::atomic<std::uint64_t> word;        // mutable: freeze() and the modes set flags, also of const maps
};
static_assert(sizeof(anchor) + sizeof(cell) == 32, "32 bytes a map is the promise");

// Where every operation asks the runtime (modes order and count), most have nothing new to tell:
// the thread has done the same thing to the same map before, and nothing has happened since that
// would make it count for something else. The runtime leaves a memo of that, and the operation
// is then only counted.
struct memo {
  cell *state;                      // nullptr: free
  std::uintptr_t site;              // of the operation
  std::uint64_t epoch;              // good for this one of the thread's
  std::atomic<std::uint64_t> times; // how often it saved a call
};
struct memo_table {
  static constexpr std::size_t size = 64;
  std::atomic<std::uint64_t> epoch; // another one makes all memos out of date
  memo memos[size];
  memo &at(const cell *state, std::uintptr_t site) noexcept {
    return memos[(site + reinterpret_cast<std::uintptr_t>(state) * 4) / sizeof(memo) % size];
  }
};

// The last memo of an operation that is over as soon as it has begun, found by one comparison:
// such operations cost less than the search in the table. The key is made of the map, the place
// and the map's word: another flag or a write makes it another one. Keys of 64 bits that are the
// same by chance are not looked into.
struct shortcut {
  std::uint64_t key;                // 0: none
  std::atomic<std::uint64_t> times; // that the memo has not been told of
  memo *to;                         // nullptr: none so far
  MAPRACE_INLINE void settle() noexcept {
    if (const std::uint64_t n = times.load(std::memory_order_relaxed)) {
      to->times.store(to->times.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
      times.store(0, std::memory_order_relaxed);
    }
  }
};
constexpr std::size_t shortcuts = 4; // the first operations: begin, end, empty, size
MAPRACE_INLINE std::uint64_t shortcut_key(const cell *state, std::uintptr_t site, std::uint64_t word) noexcept {
  constexpr std::uint64_t spread = 0x7F4A7C15; // as wide as fits the instruction
  return reinterpret_cast<std::uintptr_t>(state) * spread + site + word;
}

// What the runtime knows of the running thread without a call.
struct thread_state {
  std::uint32_t token; // 0: not registered yet
  std::uint32_t syncs; // lock, wait, join and so on that the runtime has seen
  memo_table *known;   // never nullptr
  shortcut last[shortcuts];
};

// The layout that MAPRACE_ABI is the number of: whoever changes one raises the other.
static_assert(MAPRACE_ABI == 2 && static_cast<int>(operation::destroy) == 35 && sizeof(anchor) == 24 &&
                  sizeof(cell) == 8 && offsetof(anchor, word) == 16 && sizeof(memo) == 32 &&
                  sizeof(memo_table) == 8 + 64 * sizeof(memo) && sizeof(shortcut) == 24 &&
                  sizeof(thread_state) == 16 + shortcuts * sizeof(shortcut),
              "a change of what lies in maps or between headers and runtime needs another MAPRACE_ABI");

} // namespace detail
} // namespace maprace

// The runtime behind the headers. `type` is the container's type as the compiler prints it.
// Functions that report may throw maprace::race_error, if the user asked for that.
#pragma GCC visibility push(default)
extern "C" {
extern __thread maprace::detail::thread_state maprace_thread MAPRACE_VERSIONED(maprace_thread)
    __attribute__((tls_model("initial-exec")));

void maprace_construct(maprace::detail::anchor *map, const char *type) noexcept MAPRACE_VERSIONED(maprace_construct);
void maprace_destroy_begin(maprace::detail::anchor *map, const char *type) noexcept
    MAPRACE_VERSIONED(maprace_destroy_begin);
void maprace_destroy_end(maprace::detail::anchor *map) noexcept MAPRACE_VERSIONED(maprace_destroy_end);
void maprace_swap_states(maprace::detail::anchor *a, maprace::detail::anchor *b) noexcept
    MAPRACE_VERSIONED(maprace_swap_states);

// Called where the fast path saw a flag and has no memo, or a thread without a token. Return the
// word that has to be unchanged afterwards; 0 where nothing is to be compared. `site` is what a
// memo of the operation would be found by.
std::uint64_t maprace_read_begin(const maprace::detail::anchor *map, std::uint64_t word,
                                 maprace::detail::operation what, const char *type, std::uintptr_t site)
    MAPRACE_VERSIONED(maprace_read_begin);
std::uint64_t maprace_write_begin(const maprace::detail::anchor *map, std::uint64_t word,
                                  maprace::detail::operation what, const char *type, std::uintptr_t site)
    MAPRACE_VERSIONED(maprace_write_begin);
// Called where the word was not the expected one at the end.
void maprace_read_end(const maprace::detail::anchor *map, std::uint64_t expected, maprace::detail::operation what,
                      const char *type) MAPRACE_VERSIONED(maprace_read_end);
void maprace_write_end(const maprace::detail::anchor *map, std::uint64_t expected, maprace::detail::operation what,
                       const char *type) MAPRACE_VERSIONED(maprace_write_end);
// An iterator's step saw a flag, or another number of structural changes. Returns the new one.
std::uint32_t maprace_step(maprace::detail::cell *state, std::uint32_t structure, std::uint32_t syncs, const char *type,
                           std::uintptr_t site) MAPRACE_VERSIONED(maprace_step);

void maprace_set_name(const maprace::detail::anchor *map, const char *name) noexcept
    MAPRACE_VERSIONED(maprace_set_name);
void maprace_freeze(const maprace::detail::anchor *map) noexcept MAPRACE_VERSIONED(maprace_freeze);
}
#pragma GCC visibility pop

#endif
