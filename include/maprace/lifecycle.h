// The life of a map: made, filled, frozen, and swept of what is no longer wanted.
//
//   maprace::owned<Sessions> sessions = maprace::make<Sessions>();   // never null
//   fill(*sessions);
//   maprace::freeze(*sessions);            // a later write is reported, with this place
//   maprace::gc(cache, live_keys);         // drops every key that is not in live_keys
//
// All of it works on the standard's containers too, where freeze() and set_name() do nothing.
#ifndef MAPRACE_LIFECYCLE_H
#define MAPRACE_LIFECYCLE_H

#include "maprace/detail/config.h"

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

#ifndef MAPRACE_OFF
#include "maprace/detail/container.h"
#endif

namespace maprace {
#ifdef MAPRACE_OFF
inline namespace off {
#else
inline namespace checked {
#endif

namespace lifecycle {

#ifndef MAPRACE_OFF
template <class Std, bool Unique> const detail::anchor *anchor_of(const detail::container<Std, Unique> *map) {
  return detail::access::of(*map);
}
inline const detail::anchor *anchor_of(const void *) { return nullptr; }
#endif

template <class Set, class Key, class = void> struct has_contains : std::false_type {};
template <class Set, class Key>
struct has_contains<Set, Key, std::void_t<decltype(std::declval<const Set &>().count(std::declval<const Key &>()))>>
    : std::true_type {};

template <class Value> auto key_of(const Value &v, int) -> decltype((v.first)) { return v.first; }
template <class Value> const Value &key_of(const Value &v, long) { return v; }

} // namespace lifecycle

// From here on every write to the map is an error that names both places, in every mode. Its
// destruction is not one.
template <class Map> MAPRACE_INLINE void freeze(const Map &map) noexcept {
#ifndef MAPRACE_OFF
  if (const detail::anchor *a = lifecycle::anchor_of(&map))
    maprace_freeze(a);
#else
  (void)map;
#endif
}

// The name that reports give the map. Globals have theirs from the symbol table.
template <class Map> void set_name(const Map &map, const char *name) noexcept {
#ifndef MAPRACE_OFF
  if (const detail::anchor *a = lifecycle::anchor_of(&map))
    maprace_set_name(a, name);
#else
  (void)map;
  (void)name;
#endif
}

// Erases all elements whose key is not among `live`, which is any container with count(key).
// Returns how many it has erased.
template <class Map, class Live> std::size_t gc(Map &map, const Live &live) {
  static_assert(lifecycle::has_contains<Live, typename Map::key_type>::value,
                "maprace::gc: the live keys have to be a set or a map of the same keys");
  std::size_t erased = 0;
  for (auto it = map.begin(); it != map.end();) {
    using value = typename Map::value_type;
    if constexpr (std::is_same<typename Map::key_type, value>::value) {
      if (live.count(*it) != 0) {
        ++it;
        continue;
      }
    } else if (live.count(lifecycle::key_of(*it, 0)) != 0) {
      ++it;
      continue;
    }
    it = map.erase(it);
    ++erased;
  }
  return erased;
}

// A map on the heap that several owners share. There is no null state: no default
// constructor, and a moved-from owner still owns.
template <class Map> class owned {
public:
  owned(const owned &) = default;
  owned &operator=(const owned &) = default;
  Map &operator*() const noexcept { return *map_; }
  Map *operator->() const noexcept { return map_.get(); }
  std::shared_ptr<Map> share() const noexcept { return map_; }

private:
  template <class M, class... Args> friend owned<M> make(Args &&...args);
  explicit owned(std::shared_ptr<Map> map) noexcept : map_(std::move(map)) {}
  std::shared_ptr<Map> map_;
};

template <class Map, class... Args> owned<Map> make(Args &&...args) {
  return owned<Map>(std::make_shared<Map>(std::forward<Args>(args)...));
}

} // namespace checked or off
} // namespace maprace

#endif
