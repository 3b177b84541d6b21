// maprace::set and multiset; see maprace/unordered_map.h.
#ifndef MAPRACE_SET_H
#define MAPRACE_SET_H

#include "maprace/detail/config.h"

#include <memory_resource>
#include <set>

#ifdef MAPRACE_OFF

namespace maprace {
inline namespace off {
using MAPRACE_STD::multiset;
using MAPRACE_STD::set;
namespace pmr {
using MAPRACE_STD::pmr::multiset;
using MAPRACE_STD::pmr::set;
} // namespace pmr
} // namespace off
} // namespace maprace

#else

#include "maprace/detail/constructors.h"
#include "maprace/detail/deduction.h"
#include "maprace/detail/erase_if.h"
#include "maprace/detail/ordered.h"

#include <functional>
#include <initializer_list>

namespace maprace {
inline namespace checked {

// Defined below; each can be merged into the other.
template <class Key, class Compare, class Allocator> class multiset;

template <class Key, class Compare = std::less<Key>, class Allocator = std::allocator<Key>>
class set : public detail::ordered<MAPRACE_STD::set<Key, Compare, Allocator>, true> {
  using base = detail::ordered<MAPRACE_STD::set<Key, Compare, Allocator>, true>;
  using typename base::forwarded;

public:
  using typename base::allocator_type;
  using typename base::key_compare;
  using typename base::size_type;
  using typename base::value_type;
  using insert_return_type = typename base::node_inserted_type;
  MAPRACE_ORDERED_MEMBERS(set)

  template <class C> MAPRACE_INLINE void merge(set<Key, C, Allocator> &from) { this->merge_from(from); }
  template <class C> MAPRACE_INLINE void merge(set<Key, C, Allocator> &&from) { this->merge_from(from); }
  template <class C> MAPRACE_INLINE void merge(multiset<Key, C, Allocator> &from) { this->merge_from(from); }
  template <class C> MAPRACE_INLINE void merge(multiset<Key, C, Allocator> &&from) { this->merge_from(from); }

  friend MAPRACE_INLINE bool operator==(const set &a, const set &b) {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x == y; });
  }
#if __cplusplus >= 202002L
  friend MAPRACE_INLINE auto operator<=>(const set &a, const set &b)
    requires detail::has_three_way<typename base::std_container>
  {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x <=> y; });
  }
#else
  friend MAPRACE_INLINE bool operator<(const set &a, const set &b) {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x < y; });
  }
  friend MAPRACE_INLINE bool operator!=(const set &a, const set &b) { return !(a == b); }
  friend MAPRACE_INLINE bool operator>(const set &a, const set &b) { return b < a; }
  friend MAPRACE_INLINE bool operator<=(const set &a, const set &b) { return !(b < a); }
  friend MAPRACE_INLINE bool operator>=(const set &a, const set &b) { return !(a < b); }
#endif
  friend MAPRACE_INLINE void swap(set &a, set &b) noexcept(noexcept(a.swap(b))) { a.swap(b); }
};

template <class It, class Compare = std::less<detail::iter_value<It>>,
          class Allocator = std::allocator<detail::iter_value<It>>, class = detail::if_input_iterator<It>,
          class = detail::if_not_allocator<Compare>, class = detail::if_allocator<Allocator>>
set(It, It, Compare = Compare(), Allocator = Allocator()) -> set<detail::iter_value<It>, Compare, Allocator>;
template <class Key, class Compare = std::less<Key>, class Allocator = std::allocator<Key>,
          class = detail::if_not_allocator<Compare>, class = detail::if_allocator<Allocator>>
set(std::initializer_list<Key>, Compare = Compare(), Allocator = Allocator()) -> set<Key, Compare, Allocator>;
template <class It, class Allocator, class = detail::if_input_iterator<It>, class = detail::if_allocator<Allocator>>
set(It, It, Allocator) -> set<detail::iter_value<It>, std::less<detail::iter_value<It>>, Allocator>;
template <class Key, class Allocator, class = detail::if_allocator<Allocator>>
set(std::initializer_list<Key>, Allocator) -> set<Key, std::less<Key>, Allocator>;

template <class Key, class Compare = std::less<Key>, class Allocator = std::allocator<Key>>
class multiset : public detail::ordered<MAPRACE_STD::multiset<Key, Compare, Allocator>, false> {
  using base = detail::ordered<MAPRACE_STD::multiset<Key, Compare, Allocator>, false>;
  using typename base::forwarded;

public:
  using typename base::allocator_type;
  using typename base::key_compare;
  using typename base::size_type;
  using typename base::value_type;
  MAPRACE_ORDERED_MEMBERS(multiset)

  template <class C> MAPRACE_INLINE void merge(multiset<Key, C, Allocator> &from) { this->merge_from(from); }
  template <class C> MAPRACE_INLINE void merge(multiset<Key, C, Allocator> &&from) { this->merge_from(from); }
  template <class C> MAPRACE_INLINE void merge(set<Key, C, Allocator> &from) { this->merge_from(from); }
  template <class C> MAPRACE_INLINE void merge(set<Key, C, Allocator> &&from) { this->merge_from(from); }

  friend MAPRACE_INLINE bool operator==(const multiset &a, const multiset &b) {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x == y; });
  }
#if __cplusplus >= 202002L
  friend MAPRACE_INLINE auto operator<=>(const multiset &a, const multiset &b)
    requires detail::has_three_way<typename base::std_container>
  {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x <=> y; });
  }
#else
  friend MAPRACE_INLINE bool operator<(const multiset &a, const multiset &b) {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x < y; });
  }
  friend MAPRACE_INLINE bool operator!=(const multiset &a, const multiset &b) { return !(a == b); }
  friend MAPRACE_INLINE bool operator>(const multiset &a, const multiset &b) { return b < a; }
  friend MAPRACE_INLINE bool operator<=(const multiset &a, const multiset &b) { return !(b < a); }
  friend MAPRACE_INLINE bool operator>=(const multiset &a, const multiset &b) { return !(a < b); }
#endif
  friend MAPRACE_INLINE void swap(multiset &a, multiset &b) noexcept(noexcept(a.swap(b))) { a.swap(b); }
};

template <class It, class Compare = std::less<detail::iter_value<It>>,
          class Allocator = std::allocator<detail::iter_value<It>>, class = detail::if_input_iterator<It>,
          class = detail::if_not_allocator<Compare>, class = detail::if_allocator<Allocator>>
multiset(It, It, Compare = Compare(), Allocator = Allocator()) -> multiset<detail::iter_value<It>, Compare, Allocator>;
template <class Key, class Compare = std::less<Key>, class Allocator = std::allocator<Key>,
          class = detail::if_not_allocator<Compare>, class = detail::if_allocator<Allocator>>
multiset(std::initializer_list<Key>, Compare = Compare(), Allocator = Allocator()) -> multiset<Key, Compare, Allocator>;
template <class It, class Allocator, class = detail::if_input_iterator<It>, class = detail::if_allocator<Allocator>>
multiset(It, It, Allocator) -> multiset<detail::iter_value<It>, std::less<detail::iter_value<It>>, Allocator>;
template <class Key, class Allocator, class = detail::if_allocator<Allocator>>
multiset(std::initializer_list<Key>, Allocator) -> multiset<Key, std::less<Key>, Allocator>;

template <class Key, class Compare, class Allocator, class Predicate>
typename set<Key, Compare, Allocator>::size_type erase_if(set<Key, Compare, Allocator> &m, Predicate predicate) {
  return detail::erase_if(m, predicate);
}
template <class Key, class Compare, class Allocator, class Predicate>
typename multiset<Key, Compare, Allocator>::size_type erase_if(multiset<Key, Compare, Allocator> &m,
                                                               Predicate predicate) {
  return detail::erase_if(m, predicate);
}

namespace pmr {
template <class Key, class Compare = std::less<Key>>
using set = checked::set<Key, Compare, std::pmr::polymorphic_allocator<Key>>;
template <class Key, class Compare = std::less<Key>>
using multiset = checked::multiset<Key, Compare, std::pmr::polymorphic_allocator<Key>>;
} // namespace pmr

} // namespace checked
} // namespace maprace

#ifdef MAPRACE_INTERPOSE
namespace std {
using maprace::checked::multiset;
using maprace::checked::set;
template <class K, class C, class A> void swap(set<K, C, A> &a, set<K, C, A> &b) noexcept(noexcept(a.swap(b))) {
  a.swap(b);
}
template <class K, class C, class A>
void swap(multiset<K, C, A> &a, multiset<K, C, A> &b) noexcept(noexcept(a.swap(b))) {
  a.swap(b);
}
#if __cplusplus >= 202002L
using maprace::checked::erase_if;
#endif
namespace pmr {
using maprace::checked::pmr::multiset;
using maprace::checked::pmr::set;
} // namespace pmr
} // namespace std
#endif

#endif

#endif
