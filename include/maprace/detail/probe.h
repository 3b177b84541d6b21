// Hooks for tracers at the places that matter to them. They expand to nothing here.
//
//   MAPRACE_PROBE_READ(map, state, what, type)        a read begins
//   MAPRACE_PROBE_WRITE(map, state, what, type)       a write begins
//   MAPRACE_PROBE_STRUCTURE(map, state, what, type)   a write has changed the structure
//   MAPRACE_PROBE_REHASH_BEGIN(map, buckets)          a call that may rehash begins ...
//   MAPRACE_PROBE_REHASH_END(map, before, after)      ... and has, from `before` to `after` buckets
//   MAPRACE_PROBE_REPORT(kind, map, type)             the runtime reports (runtime/report.cpp)
//
// map: const anchor *, the map's address as reports print it; state: cell *; what: operation;
// type: const char *, as the compiler prints it.
#ifndef MAPRACE_DETAIL_PROBE_H
#define MAPRACE_DETAIL_PROBE_H

#define MAPRACE_PROBE_READ(map, state, what, type) ((void)0)
#define MAPRACE_PROBE_WRITE(map, state, what, type) ((void)0)
#define MAPRACE_PROBE_STRUCTURE(map, state, what, type) ((void)0)
#define MAPRACE_PROBE_REHASH_BEGIN(map, buckets) ((void)0)
#define MAPRACE_PROBE_REHASH_END(map, before, after) ((void)0)
#define MAPRACE_PROBE_REPORT(kind, map, type) ((void)0)

#endif
