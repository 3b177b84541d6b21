// The iterator of a checked container: the standard one, and what a step needs to notice that
// another thread has changed the container since the step before.
//
// Dereferencing is not checked: elements stay where they are when others are inserted, so an
// element may be used, by the standard, while another thread inserts.
#ifndef MAPRACE_DETAIL_ITERATOR_H
#define MAPRACE_DETAIL_ITERATOR_H

#include "maprace/detail/guard.h"

#include <iterator>
#include <type_traits>

namespace maprace {
namespace detail {

template <class It> class checked_iterator {
  using traits = std::iterator_traits<It>;

public:
  using iterator_category = typename traits::iterator_category;
  using value_type = typename traits::value_type;
  using difference_type = typename traits::difference_type;
  using pointer = typename traits::pointer;
  using reference = typename traits::reference;

  checked_iterator() = default;
  // `word` is the map's, at the end of the operation that hands the iterator out.
  MAPRACE_INLINE checked_iterator(It it, cell *state, std::uint64_t word) noexcept
      : it_(it), state_(state), structure_(structure_of(word)), syncs_(maprace_thread.syncs) {}
  template <class Other,
            class = std::enable_if_t<!std::is_same<Other, It>::value && std::is_convertible<const Other &, It>::value>>
  MAPRACE_INLINE checked_iterator(const checked_iterator<Other> &other) noexcept
      : it_(other.it_), state_(other.state_), structure_(other.structure_), syncs_(other.syncs_) {}

  MAPRACE_INLINE reference operator*() const noexcept { return *it_; }
  MAPRACE_INLINE pointer operator->() const noexcept { return it_.operator->(); }

  MAPRACE_INLINE checked_iterator &operator++() {
    check_step();
    ++it_;
    return *this;
  }
  MAPRACE_INLINE checked_iterator operator++(int) {
    checked_iterator before = *this;
    ++*this;
    return before;
  }
  template <class I = It, class = decltype(--std::declval<I &>())> MAPRACE_INLINE checked_iterator &operator--() {
    check_step();
    --it_;
    return *this;
  }
  template <class I = It, class = decltype(--std::declval<I &>())> MAPRACE_INLINE checked_iterator operator--(int) {
    checked_iterator before = *this;
    --*this;
    return before;
  }

  // The standard iterator inside.
  MAPRACE_INLINE const It &base() const noexcept { return it_; }

  friend MAPRACE_INLINE bool operator==(const checked_iterator &a, const checked_iterator &b) noexcept {
    return a.it_ == b.it_;
  }
#if __cplusplus < 202002L
  friend MAPRACE_INLINE bool operator!=(const checked_iterator &a, const checked_iterator &b) noexcept {
    return a.it_ != b.it_;
  }
#endif

private:
  template <class> friend class checked_iterator;

  MAPRACE_INLINE static std::uint32_t structure_of(std::uint64_t word) noexcept {
    return static_cast<std::uint16_t>(word / bits::structure_one);
  }
  MAPRACE_INLINE void check_step() {
    const std::uintptr_t map = state_->map.load(std::memory_order_relaxed);
    if (MAPRACE_UNLIKELY(map & 1))
      return; // the elements are gone, and ++ is the program's own fault
    const std::uint64_t word = reinterpret_cast<const anchor *>(map)->word.load(std::memory_order_relaxed);
    if (MAPRACE_UNLIKELY(structure_of(word) != structure_ || (word & (bits::active | bits::slow)))) {
      const std::uintptr_t site = current_site();
      if (structure_of(word) != structure_ || !MAPRACE_LOOK_FOR_MEMOS || !remembered(state_, word, site))
        structure_ = maprace_step(state_, structure_, syncs_, type_text<It>(), site);
    }
    syncs_ = maprace_thread.syncs;
  }

  It it_ = It();
  cell *state_ = nullptr;
  std::uint32_t structure_ = 0; // of the container, when this iterator was made or last moved
  std::uint32_t syncs_ = 0;     // of the thread, at that time
};

// An iterator and a const_iterator.
template <class A, class B, class = std::enable_if_t<!std::is_same<A, B>::value>>
MAPRACE_INLINE auto operator==(const checked_iterator<A> &a, const checked_iterator<B> &b) noexcept
    -> decltype(static_cast<bool>(a.base() == b.base())) {
  return a.base() == b.base();
}
#if __cplusplus < 202002L
template <class A, class B, class = std::enable_if_t<!std::is_same<A, B>::value>>
MAPRACE_INLINE auto operator!=(const checked_iterator<A> &a, const checked_iterator<B> &b) noexcept
    -> decltype(static_cast<bool>(a.base() != b.base())) {
  return a.base() != b.base();
}
#endif

} // namespace detail
} // namespace maprace

#endif
