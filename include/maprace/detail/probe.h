// USDT probes, for tracers that look at a running process: `maprace audit`, bpftrace, perf,
// SystemTap. Compiled in with MAPRACE_PROBES and <sys/sdt.h> (Debian: systemtap-sdt-dev).
//
//   maprace:read(map, operation, type)                 a read begins
//   maprace:write(map, operation, type)                a write begins
//   maprace:structure(map, operation, type)            a write has changed the structure
//   maprace:rehash_begin(map, buckets, type)           a write of a hashed container begins ...
//   maprace:rehash_end(map, before, after, type)       ... and has changed the number of buckets
//   maprace:report(kind, map, type)                    the runtime reports (runtime/report.cpp)
//
// map: the address that reports print; operation, type, kind: const char *.
//
// Each probe has a semaphore, which the kernel counts up while somebody listens: else a probe
// costs a load and a branch that is not taken. Semaphores are module-local, as the notes that
// tell of them are. Where <sys/sdt.h> was included before without semaphores, its macros stay
// what they are, and that file has no probes.
#ifndef MAPRACE_DETAIL_PROBE_H
#define MAPRACE_DETAIL_PROBE_H

#if defined(MAPRACE_PROBES) && !(defined(_SYS_SDT_H) && !defined(_SDT_HAS_SEMAPHORES))
#ifndef _SDT_HAS_SEMAPHORES
#define _SDT_HAS_SEMAPHORES 1 // NOLINT(bugprone-reserved-identifier): the name that <sys/sdt.h> asks for
#endif
#include <sys/sdt.h>

#include "maprace/detail/operations.h"

#include <cstddef>
#include <type_traits>
#include <utility>

#define MAPRACE_SEMAPHORE(name)                                                                                        \
  extern "C" __attribute__((weak, visibility("hidden"), used,                                                          \
                            section(".probes"))) volatile unsigned short maprace_##name##_semaphore = 0;
// Weak and hidden: one in each module, wherever the header is seen.
// NOLINTBEGIN(misc-definitions-in-headers)
MAPRACE_SEMAPHORE(read)
MAPRACE_SEMAPHORE(write)
MAPRACE_SEMAPHORE(structure)
MAPRACE_SEMAPHORE(rehash_begin)
MAPRACE_SEMAPHORE(rehash_end)
MAPRACE_SEMAPHORE(report)
// NOLINTEND(misc-definitions-in-headers)
#undef MAPRACE_SEMAPHORE

namespace maprace {
namespace detail {

inline const char *operation_text(operation what) noexcept {
  static constexpr const char *texts[] = {
#define MAPRACE_OPERATION_TEXT(name, text, effect, throws) text,
      MAPRACE_OPERATIONS(MAPRACE_OPERATION_TEXT)
#undef MAPRACE_OPERATION_TEXT
  };
  return texts[static_cast<unsigned>(what)];
}

#define MAPRACE_LISTENED(name) __builtin_expect(maprace_##name##_semaphore != 0, 0)
#define MAPRACE_PROBE_OPERATION(name, map, what, type)                                                                 \
  do {                                                                                                                 \
    if (MAPRACE_LISTENED(name))                                                                                        \
      DTRACE_PROBE3(maprace, name, map, ::maprace::detail::operation_text(what), type);                                \
  } while (0)
#define MAPRACE_PROBE_READ(map, what, type) MAPRACE_PROBE_OPERATION(read, map, what, type)
#define MAPRACE_PROBE_WRITE(map, what, type) MAPRACE_PROBE_OPERATION(write, map, what, type)
#define MAPRACE_PROBE_STRUCTURE(map, what, type) MAPRACE_PROBE_OPERATION(structure, map, what, type)
#define MAPRACE_PROBE_REPORT(kind, map, type)                                                                          \
  do {                                                                                                                 \
    if (MAPRACE_LISTENED(report))                                                                                      \
      DTRACE_PROBE3(maprace, report, kind, map, type);                                                                 \
  } while (0)

template <class Std, class = void> struct has_buckets : std::false_type {};
template <class Std>
struct has_buckets<Std, std::void_t<decltype(std::declval<const Std &>().bucket_count())>> : std::true_type {};

// Lives as long as a write of the container.
template <class Std, bool = has_buckets<Std>::value> class rehash_watch {
public:
  __attribute__((always_inline)) rehash_watch(const Std &, const void *, const char *) noexcept {}
};
template <class Std> class rehash_watch<Std, true> {
public:
  __attribute__((always_inline)) rehash_watch(const Std &container, const void *map, const char *type) noexcept
      : container_(container), map_(map), type_(type) {
    if (MAPRACE_LISTENED(rehash_end)) {
      before_ = container.bucket_count();
      DTRACE_PROBE3(maprace, rehash_begin, map_, before_, type_);
    }
  }
  rehash_watch(const rehash_watch &) = delete;
  rehash_watch &operator=(const rehash_watch &) = delete;
  __attribute__((always_inline)) ~rehash_watch() {
    if (__builtin_expect(before_ != 0, 0)) {
      const std::size_t after = container_.bucket_count();
      if (after != before_)
        DTRACE_PROBE4(maprace, rehash_end, map_, before_, after, type_);
    }
  }

private:
  const Std &container_;
  const void *map_;
  const char *type_;
  std::size_t before_ = 0; // 0: nobody listens; a container has one bucket at least
};
#define MAPRACE_PROBE_REHASH(container, map, type)                                                                     \
  const ::maprace::detail::rehash_watch<std::remove_reference_t<decltype(container)>> maprace_watch(container, map,    \
                                                                                                    type)

} // namespace detail
} // namespace maprace

#else

#define MAPRACE_PROBE_READ(map, what, type) ((void)0)
#define MAPRACE_PROBE_WRITE(map, what, type) ((void)0)
#define MAPRACE_PROBE_STRUCTURE(map, what, type) ((void)0)
#define MAPRACE_PROBE_REHASH(container, map, type) ((void)0)
#define MAPRACE_PROBE_REPORT(kind, map, type) ((void)0)

#endif
#endif
