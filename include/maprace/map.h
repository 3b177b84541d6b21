// maprace::map and multimap; see maprace/unordered_map.h.
#ifndef MAPRACE_MAP_H
#define MAPRACE_MAP_H

#include "maprace/detail/config.h"

#include <map>
#include <memory_resource>

#ifdef MAPRACE_OFF

namespace maprace {
inline namespace off {
using MAPRACE_STD::map;
using MAPRACE_STD::multimap;
namespace pmr {
using MAPRACE_STD::pmr::map;
using MAPRACE_STD::pmr::multimap;
} // namespace pmr
} // namespace off
} // namespace maprace

#else

#include "maprace/detail/constructors.h"
#include "maprace/detail/deduction.h"
#include "maprace/detail/erase_if.h"
#include "maprace/detail/mapped.h"
#include "maprace/detail/ordered.h"

#include <functional>
#include <initializer_list>

namespace maprace {
inline namespace checked {

// Defined below; each can be merged into the other.
template <class Key, class T, class Compare, class Allocator> class multimap;

template <class Key, class T, class Compare = std::less<Key>, class Allocator = std::allocator<std::pair<const Key, T>>>
class map : public detail::mapped<detail::ordered<MAPRACE_STD::map<Key, T, Compare, Allocator>, true>> {
  using base = detail::mapped<detail::ordered<MAPRACE_STD::map<Key, T, Compare, Allocator>, true>>;
  using typename base::forwarded;

public:
  using typename base::allocator_type;
  using typename base::key_compare;
  using typename base::size_type;
  using typename base::value_type;
  using insert_return_type = typename base::node_inserted_type;
  MAPRACE_ORDERED_MEMBERS(map)

  template <class C> MAPRACE_INLINE void merge(map<Key, T, C, Allocator> &from) { this->merge_from(from); }
  template <class C> MAPRACE_INLINE void merge(map<Key, T, C, Allocator> &&from) { this->merge_from(from); }
  template <class C> MAPRACE_INLINE void merge(multimap<Key, T, C, Allocator> &from) { this->merge_from(from); }
  template <class C> MAPRACE_INLINE void merge(multimap<Key, T, C, Allocator> &&from) { this->merge_from(from); }

  friend MAPRACE_INLINE bool operator==(const map &a, const map &b) {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x == y; });
  }
#if __cplusplus >= 202002L
  friend MAPRACE_INLINE auto operator<=>(const map &a, const map &b)
    requires detail::has_three_way<typename base::std_container>
  {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x <=> y; });
  }
#else
  friend MAPRACE_INLINE bool operator<(const map &a, const map &b) {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x < y; });
  }
  friend MAPRACE_INLINE bool operator!=(const map &a, const map &b) { return !(a == b); }
  friend MAPRACE_INLINE bool operator>(const map &a, const map &b) { return b < a; }
  friend MAPRACE_INLINE bool operator<=(const map &a, const map &b) { return !(b < a); }
  friend MAPRACE_INLINE bool operator>=(const map &a, const map &b) { return !(a < b); }
#endif
  friend MAPRACE_INLINE void swap(map &a, map &b) noexcept(noexcept(a.swap(b))) { a.swap(b); }
};

template <class It, class Compare = std::less<detail::iter_key<It>>,
          class Allocator = std::allocator<detail::iter_pair<It>>, class = detail::if_input_iterator<It>,
          class = detail::if_not_allocator<Compare>, class = detail::if_allocator<Allocator>>
map(It, It, Compare = Compare(), Allocator = Allocator())
    -> map<detail::iter_key<It>, detail::iter_mapped<It>, Compare, Allocator>;
template <class Key, class T, class Compare = std::less<Key>, class Allocator = std::allocator<std::pair<const Key, T>>,
          class = detail::if_not_allocator<Compare>, class = detail::if_allocator<Allocator>>
map(std::initializer_list<std::pair<Key, T>>, Compare = Compare(), Allocator = Allocator())
    -> map<Key, T, Compare, Allocator>;
template <class Key, class T, class Compare = std::less<Key>, class Allocator = std::allocator<std::pair<const Key, T>>,
          class = detail::if_not_allocator<Compare>, class = detail::if_allocator<Allocator>>
map(std::initializer_list<std::pair<const Key, T>>, Compare = Compare(), Allocator = Allocator())
    -> map<Key, T, Compare, Allocator>;
template <class Key, class T, class Allocator, class = detail::if_allocator<Allocator>>
map(std::initializer_list<std::pair<const Key, T>>, Allocator) -> map<Key, T, std::less<Key>, Allocator>;
template <class It, class Allocator, class = detail::if_input_iterator<It>, class = detail::if_allocator<Allocator>>
map(It, It, Allocator)
    -> map<detail::iter_key<It>, detail::iter_mapped<It>, std::less<detail::iter_key<It>>, Allocator>;
template <class Key, class T, class Allocator, class = detail::if_allocator<Allocator>>
map(std::initializer_list<std::pair<Key, T>>, Allocator) -> map<Key, T, std::less<Key>, Allocator>;

template <class Key, class T, class Compare = std::less<Key>, class Allocator = std::allocator<std::pair<const Key, T>>>
class multimap
    : public detail::multi_mapped<detail::ordered<MAPRACE_STD::multimap<Key, T, Compare, Allocator>, false>> {
  using base = detail::multi_mapped<detail::ordered<MAPRACE_STD::multimap<Key, T, Compare, Allocator>, false>>;
  using typename base::forwarded;

public:
  using typename base::allocator_type;
  using typename base::key_compare;
  using typename base::size_type;
  using typename base::value_type;
  MAPRACE_ORDERED_MEMBERS(multimap)

  template <class C> MAPRACE_INLINE void merge(multimap<Key, T, C, Allocator> &from) { this->merge_from(from); }
  template <class C> MAPRACE_INLINE void merge(multimap<Key, T, C, Allocator> &&from) { this->merge_from(from); }
  template <class C> MAPRACE_INLINE void merge(map<Key, T, C, Allocator> &from) { this->merge_from(from); }
  template <class C> MAPRACE_INLINE void merge(map<Key, T, C, Allocator> &&from) { this->merge_from(from); }

  friend MAPRACE_INLINE bool operator==(const multimap &a, const multimap &b) {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x == y; });
  }
#if __cplusplus >= 202002L
  friend MAPRACE_INLINE auto operator<=>(const multimap &a, const multimap &b)
    requires detail::has_three_way<typename base::std_container>
  {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x <=> y; });
  }
#else
  friend MAPRACE_INLINE bool operator<(const multimap &a, const multimap &b) {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x < y; });
  }
  friend MAPRACE_INLINE bool operator!=(const multimap &a, const multimap &b) { return !(a == b); }
  friend MAPRACE_INLINE bool operator>(const multimap &a, const multimap &b) { return b < a; }
  friend MAPRACE_INLINE bool operator<=(const multimap &a, const multimap &b) { return !(b < a); }
  friend MAPRACE_INLINE bool operator>=(const multimap &a, const multimap &b) { return !(a < b); }
#endif
  friend MAPRACE_INLINE void swap(multimap &a, multimap &b) noexcept(noexcept(a.swap(b))) { a.swap(b); }
};

template <class It, class Compare = std::less<detail::iter_key<It>>,
          class Allocator = std::allocator<detail::iter_pair<It>>, class = detail::if_input_iterator<It>,
          class = detail::if_not_allocator<Compare>, class = detail::if_allocator<Allocator>>
multimap(It, It, Compare = Compare(), Allocator = Allocator())
    -> multimap<detail::iter_key<It>, detail::iter_mapped<It>, Compare, Allocator>;
template <class Key, class T, class Compare = std::less<Key>, class Allocator = std::allocator<std::pair<const Key, T>>,
          class = detail::if_not_allocator<Compare>, class = detail::if_allocator<Allocator>>
multimap(std::initializer_list<std::pair<Key, T>>, Compare = Compare(), Allocator = Allocator())
    -> multimap<Key, T, Compare, Allocator>;
template <class Key, class T, class Compare = std::less<Key>, class Allocator = std::allocator<std::pair<const Key, T>>,
          class = detail::if_not_allocator<Compare>, class = detail::if_allocator<Allocator>>
multimap(std::initializer_list<std::pair<const Key, T>>, Compare = Compare(), Allocator = Allocator())
    -> multimap<Key, T, Compare, Allocator>;
template <class Key, class T, class Allocator, class = detail::if_allocator<Allocator>>
multimap(std::initializer_list<std::pair<const Key, T>>, Allocator) -> multimap<Key, T, std::less<Key>, Allocator>;
template <class It, class Allocator, class = detail::if_input_iterator<It>, class = detail::if_allocator<Allocator>>
multimap(It, It, Allocator)
    -> multimap<detail::iter_key<It>, detail::iter_mapped<It>, std::less<detail::iter_key<It>>, Allocator>;
template <class Key, class T, class Allocator, class = detail::if_allocator<Allocator>>
multimap(std::initializer_list<std::pair<Key, T>>, Allocator) -> multimap<Key, T, std::less<Key>, Allocator>;

template <class Key, class T, class Compare, class Allocator, class Predicate>
typename map<Key, T, Compare, Allocator>::size_type erase_if(map<Key, T, Compare, Allocator> &m, Predicate predicate) {
  return detail::erase_if(m, predicate);
}
template <class Key, class T, class Compare, class Allocator, class Predicate>
typename multimap<Key, T, Compare, Allocator>::size_type erase_if(multimap<Key, T, Compare, Allocator> &m,
                                                                  Predicate predicate) {
  return detail::erase_if(m, predicate);
}

namespace pmr {
template <class Key, class T, class Compare = std::less<Key>>
using map = checked::map<Key, T, Compare, std::pmr::polymorphic_allocator<std::pair<const Key, T>>>;
template <class Key, class T, class Compare = std::less<Key>>
using multimap = checked::multimap<Key, T, Compare, std::pmr::polymorphic_allocator<std::pair<const Key, T>>>;
} // namespace pmr

} // namespace checked
} // namespace maprace

#ifdef MAPRACE_INTERPOSE
namespace std {
using maprace::checked::map;
using maprace::checked::multimap;
template <class K, class T, class C, class A>
void swap(map<K, T, C, A> &a, map<K, T, C, A> &b) noexcept(noexcept(a.swap(b))) {
  a.swap(b);
}
template <class K, class T, class C, class A>
void swap(multimap<K, T, C, A> &a, multimap<K, T, C, A> &b) noexcept(noexcept(a.swap(b))) {
  a.swap(b);
}
#if __cplusplus >= 202002L
using maprace::checked::erase_if;
#endif
namespace pmr {
using maprace::checked::pmr::map;
using maprace::checked::pmr::multimap;
} // namespace pmr
} // namespace std
#endif

#endif

#endif
