// maprace::unordered_map and unordered_multimap: the standard's, and they notice when threads
// use one at the same time without order. See docs/runtime.md.
//
//   #include <maprace/unordered_map.h>        and link maprace::companion
//   maprace::unordered_map<int, Session> sessions;
//
// Same API, same complexity, same exception guarantees, same promises on iterators and
// references; one pointer larger. With MAPRACE_OFF defined the names are the standard types.
#ifdef MAPRACE_INTERPOSE
#include <unordered_map> // ours, which includes this header in its turn
#endif
#ifndef MAPRACE_UNORDERED_MAP_H
#define MAPRACE_UNORDERED_MAP_H

#include "maprace/detail/config.h"

#include <memory_resource>
#include <unordered_map>

#ifdef MAPRACE_OFF

namespace maprace {
inline namespace off {
using MAPRACE_STD::unordered_map;
using MAPRACE_STD::unordered_multimap;
namespace pmr {
using MAPRACE_STD::pmr::unordered_map;
using MAPRACE_STD::pmr::unordered_multimap;
} // namespace pmr
} // namespace off
} // namespace maprace

#else

#include "maprace/detail/constructors.h"
#include "maprace/detail/deduction.h"
#include "maprace/detail/erase_if.h"
#include "maprace/detail/hashed.h"
#include "maprace/detail/mapped.h"

#include <functional>
#include <initializer_list>

namespace maprace {
inline namespace checked {

// Defined below; each can be merged into the other.
template <class Key, class T, class Hash, class Equal, class Allocator> class unordered_multimap;

template <class Key, class T, class Hash = std::hash<Key>, class Equal = std::equal_to<Key>,
          class Allocator = std::allocator<std::pair<const Key, T>>>
class unordered_map
    : public detail::mapped<detail::hashed<MAPRACE_STD::unordered_map<Key, T, Hash, Equal, Allocator>, true>> {
  using base = detail::mapped<detail::hashed<MAPRACE_STD::unordered_map<Key, T, Hash, Equal, Allocator>, true>>;
  using typename base::forwarded;

public:
  using typename base::allocator_type;
  using typename base::hasher;
  using typename base::key_equal;
  using typename base::size_type;
  using typename base::value_type;
  using insert_return_type = typename base::node_inserted_type;
  MAPRACE_HASHED_MEMBERS(unordered_map)

  template <class H, class E> MAPRACE_INLINE void merge(unordered_map<Key, T, H, E, Allocator> &from) {
    this->merge_from(from);
  }
  template <class H, class E> MAPRACE_INLINE void merge(unordered_map<Key, T, H, E, Allocator> &&from) {
    this->merge_from(from);
  }
  template <class H, class E> MAPRACE_INLINE void merge(unordered_multimap<Key, T, H, E, Allocator> &from) {
    this->merge_from(from);
  }
  template <class H, class E> MAPRACE_INLINE void merge(unordered_multimap<Key, T, H, E, Allocator> &&from) {
    this->merge_from(from);
  }

  friend MAPRACE_INLINE bool operator==(const unordered_map &a, const unordered_map &b) {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x == y; });
  }
#if __cplusplus < 202002L
  friend MAPRACE_INLINE bool operator!=(const unordered_map &a, const unordered_map &b) { return !(a == b); }
#endif
  friend MAPRACE_INLINE void swap(unordered_map &a, unordered_map &b) noexcept(noexcept(a.swap(b))) { a.swap(b); }
};

template <class It, class Hash = std::hash<detail::iter_key<It>>, class Equal = std::equal_to<detail::iter_key<It>>,
          class Allocator = std::allocator<detail::iter_pair<It>>, class = detail::if_input_iterator<It>,
          class = detail::if_hash<Hash>, class = detail::if_not_allocator<Equal>,
          class = detail::if_allocator<Allocator>>
unordered_map(It, It, std::size_t = {}, Hash = Hash(), Equal = Equal(), Allocator = Allocator())
    -> unordered_map<detail::iter_key<It>, detail::iter_mapped<It>, Hash, Equal, Allocator>;
template <class Key, class T, class Hash = std::hash<Key>, class Equal = std::equal_to<Key>,
          class Allocator = std::allocator<std::pair<const Key, T>>, class = detail::if_hash<Hash>,
          class = detail::if_not_allocator<Equal>, class = detail::if_allocator<Allocator>>
unordered_map(std::initializer_list<std::pair<Key, T>>, std::size_t = {}, Hash = Hash(), Equal = Equal(),
              Allocator = Allocator()) -> unordered_map<Key, T, Hash, Equal, Allocator>;
template <class It, class Allocator, class = detail::if_input_iterator<It>, class = detail::if_allocator<Allocator>>
unordered_map(It, It, std::size_t, Allocator)
    -> unordered_map<detail::iter_key<It>, detail::iter_mapped<It>, std::hash<detail::iter_key<It>>,
                     std::equal_to<detail::iter_key<It>>, Allocator>;
template <class It, class Allocator, class = detail::if_input_iterator<It>, class = detail::if_allocator<Allocator>>
unordered_map(It, It, Allocator)
    -> unordered_map<detail::iter_key<It>, detail::iter_mapped<It>, std::hash<detail::iter_key<It>>,
                     std::equal_to<detail::iter_key<It>>, Allocator>;
template <class It, class Hash, class Allocator, class = detail::if_input_iterator<It>, class = detail::if_hash<Hash>,
          class = detail::if_allocator<Allocator>>
unordered_map(It, It, std::size_t, Hash, Allocator)
    -> unordered_map<detail::iter_key<It>, detail::iter_mapped<It>, Hash, std::equal_to<detail::iter_key<It>>,
                     Allocator>;
template <class Key, class T, class Allocator, class = detail::if_allocator<Allocator>>
unordered_map(std::initializer_list<std::pair<Key, T>>, std::size_t, Allocator)
    -> unordered_map<Key, T, std::hash<Key>, std::equal_to<Key>, Allocator>;
template <class Key, class T, class Allocator, class = detail::if_allocator<Allocator>>
unordered_map(std::initializer_list<std::pair<Key, T>>, Allocator)
    -> unordered_map<Key, T, std::hash<Key>, std::equal_to<Key>, Allocator>;
template <class Key, class T, class Hash, class Allocator, class = detail::if_hash<Hash>,
          class = detail::if_allocator<Allocator>>
unordered_map(std::initializer_list<std::pair<Key, T>>, std::size_t, Hash, Allocator)
    -> unordered_map<Key, T, Hash, std::equal_to<Key>, Allocator>;

template <class Key, class T, class Hash = std::hash<Key>, class Equal = std::equal_to<Key>,
          class Allocator = std::allocator<std::pair<const Key, T>>>
class unordered_multimap : public detail::multi_mapped<
                               detail::hashed<MAPRACE_STD::unordered_multimap<Key, T, Hash, Equal, Allocator>, false>> {
  using base =
      detail::multi_mapped<detail::hashed<MAPRACE_STD::unordered_multimap<Key, T, Hash, Equal, Allocator>, false>>;
  using typename base::forwarded;

public:
  using typename base::allocator_type;
  using typename base::hasher;
  using typename base::key_equal;
  using typename base::size_type;
  using typename base::value_type;
  MAPRACE_HASHED_MEMBERS(unordered_multimap)

  template <class H, class E> MAPRACE_INLINE void merge(unordered_multimap<Key, T, H, E, Allocator> &from) {
    this->merge_from(from);
  }
  template <class H, class E> MAPRACE_INLINE void merge(unordered_multimap<Key, T, H, E, Allocator> &&from) {
    this->merge_from(from);
  }
  template <class H, class E> MAPRACE_INLINE void merge(unordered_map<Key, T, H, E, Allocator> &from) {
    this->merge_from(from);
  }
  template <class H, class E> MAPRACE_INLINE void merge(unordered_map<Key, T, H, E, Allocator> &&from) {
    this->merge_from(from);
  }

  friend MAPRACE_INLINE bool operator==(const unordered_multimap &a, const unordered_multimap &b) {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x == y; });
  }
#if __cplusplus < 202002L
  friend MAPRACE_INLINE bool operator!=(const unordered_multimap &a, const unordered_multimap &b) { return !(a == b); }
#endif
  friend MAPRACE_INLINE void swap(unordered_multimap &a, unordered_multimap &b) noexcept(noexcept(a.swap(b))) {
    a.swap(b);
  }
};

template <class It, class Hash = std::hash<detail::iter_key<It>>, class Equal = std::equal_to<detail::iter_key<It>>,
          class Allocator = std::allocator<detail::iter_pair<It>>, class = detail::if_input_iterator<It>,
          class = detail::if_hash<Hash>, class = detail::if_not_allocator<Equal>,
          class = detail::if_allocator<Allocator>>
unordered_multimap(It, It, std::size_t = {}, Hash = Hash(), Equal = Equal(), Allocator = Allocator())
    -> unordered_multimap<detail::iter_key<It>, detail::iter_mapped<It>, Hash, Equal, Allocator>;
template <class Key, class T, class Hash = std::hash<Key>, class Equal = std::equal_to<Key>,
          class Allocator = std::allocator<std::pair<const Key, T>>, class = detail::if_hash<Hash>,
          class = detail::if_not_allocator<Equal>, class = detail::if_allocator<Allocator>>
unordered_multimap(std::initializer_list<std::pair<Key, T>>, std::size_t = {}, Hash = Hash(), Equal = Equal(),
                   Allocator = Allocator()) -> unordered_multimap<Key, T, Hash, Equal, Allocator>;
template <class It, class Allocator, class = detail::if_input_iterator<It>, class = detail::if_allocator<Allocator>>
unordered_multimap(It, It, std::size_t, Allocator)
    -> unordered_multimap<detail::iter_key<It>, detail::iter_mapped<It>, std::hash<detail::iter_key<It>>,
                          std::equal_to<detail::iter_key<It>>, Allocator>;
template <class It, class Allocator, class = detail::if_input_iterator<It>, class = detail::if_allocator<Allocator>>
unordered_multimap(It, It, Allocator)
    -> unordered_multimap<detail::iter_key<It>, detail::iter_mapped<It>, std::hash<detail::iter_key<It>>,
                          std::equal_to<detail::iter_key<It>>, Allocator>;
template <class It, class Hash, class Allocator, class = detail::if_input_iterator<It>, class = detail::if_hash<Hash>,
          class = detail::if_allocator<Allocator>>
unordered_multimap(It, It, std::size_t, Hash, Allocator)
    -> unordered_multimap<detail::iter_key<It>, detail::iter_mapped<It>, Hash, std::equal_to<detail::iter_key<It>>,
                          Allocator>;
template <class Key, class T, class Allocator, class = detail::if_allocator<Allocator>>
unordered_multimap(std::initializer_list<std::pair<Key, T>>, std::size_t, Allocator)
    -> unordered_multimap<Key, T, std::hash<Key>, std::equal_to<Key>, Allocator>;
template <class Key, class T, class Allocator, class = detail::if_allocator<Allocator>>
unordered_multimap(std::initializer_list<std::pair<Key, T>>, Allocator)
    -> unordered_multimap<Key, T, std::hash<Key>, std::equal_to<Key>, Allocator>;
template <class Key, class T, class Hash, class Allocator, class = detail::if_hash<Hash>,
          class = detail::if_allocator<Allocator>>
unordered_multimap(std::initializer_list<std::pair<Key, T>>, std::size_t, Hash, Allocator)
    -> unordered_multimap<Key, T, Hash, std::equal_to<Key>, Allocator>;

template <class Key, class T, class Hash, class Equal, class Allocator, class Predicate>
typename unordered_map<Key, T, Hash, Equal, Allocator>::size_type
erase_if(unordered_map<Key, T, Hash, Equal, Allocator> &m, Predicate predicate) {
  return detail::erase_if(m, predicate);
}
template <class Key, class T, class Hash, class Equal, class Allocator, class Predicate>
typename unordered_multimap<Key, T, Hash, Equal, Allocator>::size_type
erase_if(unordered_multimap<Key, T, Hash, Equal, Allocator> &m, Predicate predicate) {
  return detail::erase_if(m, predicate);
}

namespace pmr {
template <class Key, class T, class Hash = std::hash<Key>, class Equal = std::equal_to<Key>>
using unordered_map =
    checked::unordered_map<Key, T, Hash, Equal, std::pmr::polymorphic_allocator<std::pair<const Key, T>>>;
template <class Key, class T, class Hash = std::hash<Key>, class Equal = std::equal_to<Key>>
using unordered_multimap =
    checked::unordered_multimap<Key, T, Hash, Equal, std::pmr::polymorphic_allocator<std::pair<const Key, T>>>;
} // namespace pmr

} // namespace checked
} // namespace maprace

#ifdef MAPRACE_INTERPOSE
namespace std {
using maprace::checked::unordered_map;
using maprace::checked::unordered_multimap;
template <class K, class T, class H, class E, class A>
void swap(unordered_map<K, T, H, E, A> &a, unordered_map<K, T, H, E, A> &b) noexcept(noexcept(a.swap(b))) {
  a.swap(b);
}
template <class K, class T, class H, class E, class A>
void swap(unordered_multimap<K, T, H, E, A> &a, unordered_multimap<K, T, H, E, A> &b) noexcept(noexcept(a.swap(b))) {
  a.swap(b);
}
#if __cplusplus >= 202002L
using maprace::checked::erase_if;
#endif
namespace pmr {
using maprace::checked::pmr::unordered_map;
using maprace::checked::pmr::unordered_multimap;
} // namespace pmr
} // namespace std
#endif

#endif

#endif
