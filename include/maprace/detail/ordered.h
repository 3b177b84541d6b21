// What only trees have: order, bounds, and iteration backwards.
#ifndef MAPRACE_DETAIL_ORDERED_H
#define MAPRACE_DETAIL_ORDERED_H

#include "maprace/detail/associative.h"

namespace maprace {
namespace detail {

#if __cplusplus >= 202002L
template <class Std>
concept has_three_way = requires(const Std &a, const Std &b) { a <=> b; };
#endif

template <class Std, bool Unique> class ordered : public associative<Std, Unique> {
  using base = associative<Std, Unique>;

protected:
  using base::read;
  using base::std_;

public:
  using typename base::allocator_type;
  using typename base::const_iterator;
  using typename base::iterator;
  using typename base::key_type;
  using typename base::size_type;
  using key_compare = typename Std::key_compare;
  using value_compare = typename Std::value_compare;
  using reverse_iterator = std::reverse_iterator<iterator>;
  using const_reverse_iterator = std::reverse_iterator<const_iterator>;

  key_compare key_comp() const { return std_.key_comp(); }
  value_compare value_comp() const { return std_.value_comp(); }

  MAPRACE_INLINE reverse_iterator rbegin() noexcept { return reverse_iterator(this->end()); }
  MAPRACE_INLINE const_reverse_iterator rbegin() const noexcept { return const_reverse_iterator(this->end()); }
  MAPRACE_INLINE const_reverse_iterator crbegin() const noexcept { return rbegin(); }
  MAPRACE_INLINE reverse_iterator rend() noexcept { return reverse_iterator(this->begin()); }
  MAPRACE_INLINE const_reverse_iterator rend() const noexcept { return const_reverse_iterator(this->begin()); }
  MAPRACE_INLINE const_reverse_iterator crend() const noexcept { return rend(); }

  MAPRACE_INLINE iterator lower_bound(const key_type &k) {
    return read(operation::lower_bound, [&]() MAPRACE_BODY { return std_.lower_bound(k); });
  }
  MAPRACE_INLINE const_iterator lower_bound(const key_type &k) const {
    return read(operation::lower_bound, [&]() MAPRACE_BODY { return std_.lower_bound(k); });
  }
  MAPRACE_INLINE iterator upper_bound(const key_type &k) {
    return read(operation::upper_bound, [&]() MAPRACE_BODY { return std_.upper_bound(k); });
  }
  MAPRACE_INLINE const_iterator upper_bound(const key_type &k) const {
    return read(operation::upper_bound, [&]() MAPRACE_BODY { return std_.upper_bound(k); });
  }

  // --- lookup by what compares with a key -----------------------------------------------------
  using base::count;
  using base::equal_range;
  using base::find;
  template <class K, class C = key_compare, class = typename C::is_transparent>
  MAPRACE_INLINE iterator find(const K &k) {
    return read(operation::find, [&]() MAPRACE_BODY { return std_.find(k); });
  }
  template <class K, class C = key_compare, class = typename C::is_transparent>
  MAPRACE_INLINE const_iterator find(const K &k) const {
    return read(operation::find, [&]() MAPRACE_BODY { return std_.find(k); });
  }
  template <class K, class C = key_compare, class = typename C::is_transparent>
  MAPRACE_INLINE size_type count(const K &k) const {
    return read(operation::count, [&]() MAPRACE_BODY { return std_.count(k); });
  }
#if __cplusplus >= 202002L
  using base::contains;
  template <class K, class C = key_compare, class = typename C::is_transparent>
  MAPRACE_INLINE bool contains(const K &k) const {
    return read(operation::contains, [&]() MAPRACE_BODY { return std_.contains(k); });
  }
#endif
  template <class K, class C = key_compare, class = typename C::is_transparent>
  MAPRACE_INLINE iterator lower_bound(const K &k) {
    return read(operation::lower_bound, [&]() MAPRACE_BODY { return std_.lower_bound(k); });
  }
  template <class K, class C = key_compare, class = typename C::is_transparent>
  MAPRACE_INLINE const_iterator lower_bound(const K &k) const {
    return read(operation::lower_bound, [&]() MAPRACE_BODY { return std_.lower_bound(k); });
  }
  template <class K, class C = key_compare, class = typename C::is_transparent>
  MAPRACE_INLINE iterator upper_bound(const K &k) {
    return read(operation::upper_bound, [&]() MAPRACE_BODY { return std_.upper_bound(k); });
  }
  template <class K, class C = key_compare, class = typename C::is_transparent>
  MAPRACE_INLINE const_iterator upper_bound(const K &k) const {
    return read(operation::upper_bound, [&]() MAPRACE_BODY { return std_.upper_bound(k); });
  }
  template <class K, class C = key_compare, class = typename C::is_transparent>
  MAPRACE_INLINE std::pair<iterator, iterator> equal_range(const K &k) {
    return read(operation::equal_range, [&]() MAPRACE_BODY { return std_.equal_range(k); });
  }
  template <class K, class C = key_compare, class = typename C::is_transparent>
  MAPRACE_INLINE std::pair<const_iterator, const_iterator> equal_range(const K &k) const {
    return read(operation::equal_range, [&]() MAPRACE_BODY { return std_.equal_range(k); });
  }

protected:
  MAPRACE_INLINE ordered() = default;
  template <class... Args>
  MAPRACE_INLINE explicit ordered(typename base::forwarded f, Args &&...args) : base(f, std::forward<Args>(args)...) {}
  MAPRACE_INLINE ordered(const ordered &) = default;
  MAPRACE_INLINE ordered(ordered &&) = default;
  template <class Other, class = std::enable_if_t<std::is_base_of<ordered, std::decay_t<Other>>::value>>
  MAPRACE_INLINE ordered(Other &&other, const allocator_type &a) noexcept(base::template nothrow_extended<Other &&>())
      : base(std::forward<Other>(other), a) {}
  MAPRACE_INLINE ordered &operator=(const ordered &) = default;
  MAPRACE_INLINE ordered &operator=(ordered &&) = default;
  MAPRACE_INLINE ~ordered() = default;
};

} // namespace detail
} // namespace maprace

#endif
