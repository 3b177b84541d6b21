// The fast paths: what a read and a write of a map do around the real operation.
//
// A read loads the map's word before and after, as the reader of a seqlock does, and stores
// nothing. A write puts its thread's mark there and takes it away again. An overlap shows in
// one of three places: a mark at the start, a changed word at a read's end, a foreign mark at
// a write's end. Everything rare is a call of the runtime.
#ifndef MAPRACE_DETAIL_GUARD_H
#define MAPRACE_DETAIL_GUARD_H

#include "maprace/detail/cell.h"
#include "maprace/detail/config.h"
#include "maprace/detail/probe.h"

namespace maprace {
namespace detail {

template <class T> constexpr const char *type_text() noexcept { return __PRETTY_FUNCTION__; }

// Keeps the compiler from moving the real operation out from between our loads and stores.
MAPRACE_INLINE void compiler_fence() noexcept { __asm__ volatile("" ::: "memory"); }

MAPRACE_INLINE std::uintptr_t current_site() noexcept {
  std::uintptr_t here;
#if defined(__x86_64__)
  __asm__ volatile("lea 0(%%rip), %0" : "=r"(here));
#elif defined(__aarch64__)
  __asm__ volatile("adr %0, ." : "=r"(here));
#else
  here = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
#endif
  return here;
}

// The memo that lets this operation off the call of the runtime, if there is one.
MAPRACE_INLINE memo *memo_of(const cell *state, std::uint64_t word, std::uintptr_t site) noexcept {
  if (word & (bits::active | bits::frozen | bits::dead))
    return nullptr;
  memo_table &table = *maprace_thread.known;
  memo &known = table.at(state, site);
  if (known.state != state || known.site != site || known.epoch != table.epoch.load(std::memory_order_relaxed))
    return nullptr;
  return &known;
}
MAPRACE_INLINE bool remembered(const cell *state, std::uint64_t word, std::uintptr_t site) noexcept {
  memo *known = memo_of(state, word, site);
  if (!known)
    return false;
  known->times.store(known->times.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  return true;
}
// The same of an operation that is over as soon as it has begun.
MAPRACE_INLINE bool remembered_at_once(const anchor &map, std::uint64_t word, std::uintptr_t site,
                                       operation what) noexcept {
  if (static_cast<std::size_t>(what) >= shortcuts)
    return remembered(map.state, word, site);
  shortcut &last = maprace_thread.last[static_cast<std::size_t>(what)];
  if (MAPRACE_UNLIKELY(last.key != shortcut_key(map.state, site, word))) {
    compiler_fence(); // what is known of the map is looked up anew: the quick way keeps nothing for this one
    memo *known = memo_of(map.state, word, site);
    if (!known)
      return false;
    last.settle();
    last.to = known;
    last.key = shortcut_key(map.state, site, word);
  }
  last.times.store(last.times.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  return true;
}

// Under ThreadSanitizer each load of it would be instrumented: the runtime, which is not, looks.
#if defined(__SANITIZE_THREAD__)
#define MAPRACE_LOOK_FOR_MEMOS 0
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define MAPRACE_LOOK_FOR_MEMOS 0
#endif
#endif
#ifndef MAPRACE_LOOK_FOR_MEMOS
#define MAPRACE_LOOK_FOR_MEMOS 1
#endif

// Of a read that is over as soon as it has begun.
struct at_once {};

class reading {
public:
  MAPRACE_INLINE reading(const anchor &map, operation what, const char *type) {
    MAPRACE_PROBE_READ(&map, what, type);
    word_ = map.word.load(std::memory_order_relaxed);
    if (MAPRACE_UNLIKELY(word_ & (bits::active | bits::slow))) {
      const std::uintptr_t site = current_site();
      if (!MAPRACE_LOOK_FOR_MEMOS || !remembered(map.state, word_, site))
        word_ = maprace_read_begin(&map, word_, what, type, site);
    }
    compiler_fence();
  }
  MAPRACE_INLINE reading(const anchor &map, operation what, const char *type, at_once) {
    MAPRACE_PROBE_READ(&map, what, type);
    word_ = map.word.load(std::memory_order_relaxed);
    if (MAPRACE_EITHER(word_ & (bits::active | bits::slow))) {
      const std::uintptr_t site = current_site();
      if (!MAPRACE_LOOK_FOR_MEMOS || !remembered_at_once(map, word_, site, what))
        word_ = maprace_read_begin(&map, word_, what, type, site);
    }
    compiler_fence();
  }
  // Not a destructor: an operation that throws has read nothing that matters. Returns the word
  // now, for iterators that the operation hands out.
  MAPRACE_INLINE std::uint64_t end(const anchor &map, operation what, const char *type) const {
    compiler_fence();
    const std::uint64_t now = map.word.load(std::memory_order_relaxed);
    if (MAPRACE_UNLIKELY(now != word_))
      if (word_)
        maprace_read_end(&map, word_, what, type);
    return now;
  }
  // The same of an operation that is over as soon as it has begun: no other one fits between the
  // two looks, so one of them is enough.
  MAPRACE_INLINE std::uint64_t end_at_once(const anchor &map) const {
    return word_ ? word_ : map.word.load(std::memory_order_relaxed);
  }

private:
  std::uint64_t word_; // 0: nothing is to be compared
};

class writing {
public:
  MAPRACE_INLINE writing(const anchor &map, operation what, const char *type) : map_(map) {
    MAPRACE_PROBE_WRITE(&map, what, type);
    const std::uint64_t word = map.word.load(std::memory_order_relaxed);
    const std::uint32_t me = maprace_thread.token;
    const std::uintptr_t site = current_site();
    if (MAPRACE_UNLIKELY((word & (bits::active | bits::slow)) || !me) &&
        !(MAPRACE_LOOK_FOR_MEMOS && remembered(map.state, word, site))) {
      mine_ = maprace_write_begin(&map, word, what, type, site);
    } else {
      mine_ = ((word & ~bits::thread) | bits::active | me) + bits::version_one;
      map.word.store(mine_, std::memory_order_relaxed);
      map.site.store(static_cast<std::uint32_t>(site), std::memory_order_relaxed);
    }
    compiler_fence();
  }
  writing(const writing &) = delete;
  writing &operator=(const writing &) = delete;

  // Returns the word now, for iterators that the operation hands out.
  MAPRACE_INLINE std::uint64_t end(const anchor &map, operation what, const char *type, bool structural) {
    compiler_fence();
    const std::uint64_t mine = mine_;
    mine_ = 0;
    if (structural)
      MAPRACE_PROBE_STRUCTURE(&map, what, type);
    if (MAPRACE_UNLIKELY(map.word.load(std::memory_order_relaxed) != mine)) {
      if (mine) // 0: not marked, and a map's word is never 0
        maprace_write_end(&map, mine, what, type);
      return map.word.load(std::memory_order_relaxed);
    }
    const std::uint64_t after = (mine & ~bits::active) + (structural ? bits::structure_one : 0);
    map.word.store(after, std::memory_order_relaxed);
    return after;
  }
  // Reached with the mark still set when the operation has thrown.
  MAPRACE_INLINE ~writing() {
    if (MAPRACE_UNLIKELY(mine_ != 0))
      if (map_.word.load(std::memory_order_relaxed) == mine_)
        map_.word.store((mine_ & ~bits::active) + bits::structure_one, std::memory_order_relaxed);
  }

private:
  const anchor &map_;
  std::uint64_t mine_; // the word while our mark is in it; 0: not marked
};

} // namespace detail
} // namespace maprace

#endif
