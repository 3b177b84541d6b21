// What a program can do about finds while it runs, and what it can tell the runtime.
#ifndef MAPRACE_REPORT_H
#define MAPRACE_REPORT_H

#include "maprace/detail/config.h"

#include <stdexcept>
#include <string>

namespace maprace {

// Thrown by the operation that finds, with MAPRACE_OPTIONS=action=throw. Operations that the
// standard declares noexcept report and go on.
class __attribute__((visibility("default"))) race_error : public std::logic_error {
public:
  using std::logic_error::logic_error;
};

// A find, as a callback sees it. The texts live as long as the call.
struct race_view {
  const char *kind;    // "concurrent map writes"
  const char *map;     // its type
  const char *name;    // of the map, or ""
  const void *address; // of the map, or nullptr
  const char *text;    // the whole report
  const char *json;    // the line of the log
};

} // namespace maprace

#pragma GCC visibility push(default)
extern "C" {
// Called after a find has been printed and logged, by the thread that found it; maps that it
// uses itself are not checked. Returns the one before; nullptr: none.
typedef void (*maprace_callback)(const maprace::race_view *find, void *data);
maprace_callback maprace_set_callback(maprace_callback callback, void *data) noexcept;

// How many finds so far.
unsigned maprace_findings() noexcept;

// mode=order: for synchronisation that the runtime cannot see, such as atomics. What a thread
// did before maprace_happens_before(p) is ordered before what any thread does after a later
// maprace_happens_after(p).
void maprace_happens_before(const void *sync) noexcept;
void maprace_happens_after(const void *sync) noexcept;
// There is no such object any longer: another one at its address begins anew.
void maprace_sync_destroyed(const void *sync) noexcept;
}
#pragma GCC visibility pop

namespace maprace {

inline maprace_callback set_callback(maprace_callback callback, void *data = nullptr) noexcept {
  return maprace_set_callback(callback, data);
}
inline unsigned findings() noexcept { return maprace_findings(); }
inline void happens_before(const void *sync) noexcept { maprace_happens_before(sync); }
inline void happens_after(const void *sync) noexcept { maprace_happens_after(sync); }
inline void sync_destroyed(const void *sync) noexcept { maprace_sync_destroyed(sync); }

} // namespace maprace

#endif
