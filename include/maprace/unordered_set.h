// maprace::unordered_set and unordered_multiset; see maprace/unordered_map.h.
#ifndef MAPRACE_UNORDERED_SET_H
#define MAPRACE_UNORDERED_SET_H

#include "maprace/detail/config.h"

#include <memory_resource>
#include <unordered_set>

#ifdef MAPRACE_OFF

namespace maprace {
inline namespace off {
using MAPRACE_STD::unordered_multiset;
using MAPRACE_STD::unordered_set;
namespace pmr {
using MAPRACE_STD::pmr::unordered_multiset;
using MAPRACE_STD::pmr::unordered_set;
} // namespace pmr
} // namespace off
} // namespace maprace

#else

#include "maprace/detail/constructors.h"
#include "maprace/detail/deduction.h"
#include "maprace/detail/erase_if.h"
#include "maprace/detail/hashed.h"

#include <functional>
#include <initializer_list>

namespace maprace {
inline namespace checked {

// Defined below; each can be merged into the other.
template <class Value, class Hash, class Equal, class Allocator> class unordered_multiset;

template <class Value, class Hash = std::hash<Value>, class Equal = std::equal_to<Value>,
          class Allocator = std::allocator<Value>>
class unordered_set : public detail::hashed<MAPRACE_STD::unordered_set<Value, Hash, Equal, Allocator>, true> {
  using base = detail::hashed<MAPRACE_STD::unordered_set<Value, Hash, Equal, Allocator>, true>;
  using typename base::forwarded;

public:
  using typename base::allocator_type;
  using typename base::hasher;
  using typename base::key_equal;
  using typename base::size_type;
  using typename base::value_type;
  using insert_return_type = typename base::node_inserted_type;
  MAPRACE_HASHED_MEMBERS(unordered_set)

  template <class H, class E> MAPRACE_INLINE void merge(unordered_set<Value, H, E, Allocator> &from) {
    this->merge_from(from);
  }
  template <class H, class E> MAPRACE_INLINE void merge(unordered_set<Value, H, E, Allocator> &&from) {
    this->merge_from(from);
  }
  template <class H, class E> MAPRACE_INLINE void merge(unordered_multiset<Value, H, E, Allocator> &from) {
    this->merge_from(from);
  }
  template <class H, class E> MAPRACE_INLINE void merge(unordered_multiset<Value, H, E, Allocator> &&from) {
    this->merge_from(from);
  }

  friend MAPRACE_INLINE bool operator==(const unordered_set &a, const unordered_set &b) {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x == y; });
  }
#if __cplusplus < 202002L
  friend MAPRACE_INLINE bool operator!=(const unordered_set &a, const unordered_set &b) { return !(a == b); }
#endif
  friend MAPRACE_INLINE void swap(unordered_set &a, unordered_set &b) noexcept(noexcept(a.swap(b))) { a.swap(b); }
};

template <class It, class Hash = std::hash<detail::iter_value<It>>, class Equal = std::equal_to<detail::iter_value<It>>,
          class Allocator = std::allocator<detail::iter_value<It>>, class = detail::if_input_iterator<It>,
          class = detail::if_hash<Hash>, class = detail::if_not_allocator<Equal>,
          class = detail::if_allocator<Allocator>>
unordered_set(It, It, std::size_t = {}, Hash = Hash(), Equal = Equal(), Allocator = Allocator())
    -> unordered_set<detail::iter_value<It>, Hash, Equal, Allocator>;
template <class Value, class Hash = std::hash<Value>, class Equal = std::equal_to<Value>,
          class Allocator = std::allocator<Value>, class = detail::if_hash<Hash>,
          class = detail::if_not_allocator<Equal>, class = detail::if_allocator<Allocator>>
unordered_set(std::initializer_list<Value>, std::size_t = {}, Hash = Hash(), Equal = Equal(), Allocator = Allocator())
    -> unordered_set<Value, Hash, Equal, Allocator>;
template <class It, class Allocator, class = detail::if_input_iterator<It>, class = detail::if_allocator<Allocator>>
unordered_set(It, It, std::size_t, Allocator)
    -> unordered_set<detail::iter_value<It>, std::hash<detail::iter_value<It>>, std::equal_to<detail::iter_value<It>>,
                     Allocator>;
template <class It, class Hash, class Allocator, class = detail::if_input_iterator<It>, class = detail::if_hash<Hash>,
          class = detail::if_allocator<Allocator>>
unordered_set(It, It, std::size_t, Hash, Allocator)
    -> unordered_set<detail::iter_value<It>, Hash, std::equal_to<detail::iter_value<It>>, Allocator>;
template <class Value, class Allocator, class = detail::if_allocator<Allocator>>
unordered_set(std::initializer_list<Value>, std::size_t, Allocator)
    -> unordered_set<Value, std::hash<Value>, std::equal_to<Value>, Allocator>;
template <class Value, class Hash, class Allocator, class = detail::if_hash<Hash>,
          class = detail::if_allocator<Allocator>>
unordered_set(std::initializer_list<Value>, std::size_t, Hash, Allocator)
    -> unordered_set<Value, Hash, std::equal_to<Value>, Allocator>;

template <class Value, class Hash = std::hash<Value>, class Equal = std::equal_to<Value>,
          class Allocator = std::allocator<Value>>
class unordered_multiset
    : public detail::hashed<MAPRACE_STD::unordered_multiset<Value, Hash, Equal, Allocator>, false> {
  using base = detail::hashed<MAPRACE_STD::unordered_multiset<Value, Hash, Equal, Allocator>, false>;
  using typename base::forwarded;

public:
  using typename base::allocator_type;
  using typename base::hasher;
  using typename base::key_equal;
  using typename base::size_type;
  using typename base::value_type;
  MAPRACE_HASHED_MEMBERS(unordered_multiset)

  template <class H, class E> MAPRACE_INLINE void merge(unordered_multiset<Value, H, E, Allocator> &from) {
    this->merge_from(from);
  }
  template <class H, class E> MAPRACE_INLINE void merge(unordered_multiset<Value, H, E, Allocator> &&from) {
    this->merge_from(from);
  }
  template <class H, class E> MAPRACE_INLINE void merge(unordered_set<Value, H, E, Allocator> &from) {
    this->merge_from(from);
  }
  template <class H, class E> MAPRACE_INLINE void merge(unordered_set<Value, H, E, Allocator> &&from) {
    this->merge_from(from);
  }

  friend MAPRACE_INLINE bool operator==(const unordered_multiset &a, const unordered_multiset &b) {
    return a.compare_with(b, [](const auto &x, const auto &y) { return x == y; });
  }
#if __cplusplus < 202002L
  friend MAPRACE_INLINE bool operator!=(const unordered_multiset &a, const unordered_multiset &b) { return !(a == b); }
#endif
  friend MAPRACE_INLINE void swap(unordered_multiset &a, unordered_multiset &b) noexcept(noexcept(a.swap(b))) {
    a.swap(b);
  }
};

template <class It, class Hash = std::hash<detail::iter_value<It>>, class Equal = std::equal_to<detail::iter_value<It>>,
          class Allocator = std::allocator<detail::iter_value<It>>, class = detail::if_input_iterator<It>,
          class = detail::if_hash<Hash>, class = detail::if_not_allocator<Equal>,
          class = detail::if_allocator<Allocator>>
unordered_multiset(It, It, std::size_t = {}, Hash = Hash(), Equal = Equal(), Allocator = Allocator())
    -> unordered_multiset<detail::iter_value<It>, Hash, Equal, Allocator>;
template <class Value, class Hash = std::hash<Value>, class Equal = std::equal_to<Value>,
          class Allocator = std::allocator<Value>, class = detail::if_hash<Hash>,
          class = detail::if_not_allocator<Equal>, class = detail::if_allocator<Allocator>>
unordered_multiset(std::initializer_list<Value>, std::size_t = {}, Hash = Hash(), Equal = Equal(),
                   Allocator = Allocator()) -> unordered_multiset<Value, Hash, Equal, Allocator>;
template <class It, class Allocator, class = detail::if_input_iterator<It>, class = detail::if_allocator<Allocator>>
unordered_multiset(It, It, std::size_t, Allocator)
    -> unordered_multiset<detail::iter_value<It>, std::hash<detail::iter_value<It>>,
                          std::equal_to<detail::iter_value<It>>, Allocator>;
template <class It, class Hash, class Allocator, class = detail::if_input_iterator<It>, class = detail::if_hash<Hash>,
          class = detail::if_allocator<Allocator>>
unordered_multiset(It, It, std::size_t, Hash, Allocator)
    -> unordered_multiset<detail::iter_value<It>, Hash, std::equal_to<detail::iter_value<It>>, Allocator>;
template <class Value, class Allocator, class = detail::if_allocator<Allocator>>
unordered_multiset(std::initializer_list<Value>, std::size_t, Allocator)
    -> unordered_multiset<Value, std::hash<Value>, std::equal_to<Value>, Allocator>;
template <class Value, class Hash, class Allocator, class = detail::if_hash<Hash>,
          class = detail::if_allocator<Allocator>>
unordered_multiset(std::initializer_list<Value>, std::size_t, Hash, Allocator)
    -> unordered_multiset<Value, Hash, std::equal_to<Value>, Allocator>;

template <class Value, class Hash, class Equal, class Allocator, class Predicate>
typename unordered_set<Value, Hash, Equal, Allocator>::size_type
erase_if(unordered_set<Value, Hash, Equal, Allocator> &m, Predicate predicate) {
  return detail::erase_if(m, predicate);
}
template <class Value, class Hash, class Equal, class Allocator, class Predicate>
typename unordered_multiset<Value, Hash, Equal, Allocator>::size_type
erase_if(unordered_multiset<Value, Hash, Equal, Allocator> &m, Predicate predicate) {
  return detail::erase_if(m, predicate);
}

namespace pmr {
template <class Value, class Hash = std::hash<Value>, class Equal = std::equal_to<Value>>
using unordered_set = checked::unordered_set<Value, Hash, Equal, std::pmr::polymorphic_allocator<Value>>;
template <class Value, class Hash = std::hash<Value>, class Equal = std::equal_to<Value>>
using unordered_multiset = checked::unordered_multiset<Value, Hash, Equal, std::pmr::polymorphic_allocator<Value>>;
} // namespace pmr

} // namespace checked
} // namespace maprace

#ifdef MAPRACE_INTERPOSE
namespace std {
using maprace::checked::unordered_multiset;
using maprace::checked::unordered_set;
template <class K, class H, class E, class A>
void swap(unordered_set<K, H, E, A> &a, unordered_set<K, H, E, A> &b) noexcept(noexcept(a.swap(b))) {
  a.swap(b);
}
template <class K, class H, class E, class A>
void swap(unordered_multiset<K, H, E, A> &a, unordered_multiset<K, H, E, A> &b) noexcept(noexcept(a.swap(b))) {
  a.swap(b);
}
#if __cplusplus >= 202002L
using maprace::checked::erase_if;
#endif
namespace pmr {
using maprace::checked::pmr::unordered_multiset;
using maprace::checked::pmr::unordered_set;
} // namespace pmr
} // namespace std
#endif

#endif

#endif
