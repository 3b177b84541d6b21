// The members that all eight containers share.
#ifndef MAPRACE_DETAIL_ASSOCIATIVE_H
#define MAPRACE_DETAIL_ASSOCIATIVE_H

#include "maprace/detail/container.h"

namespace maprace {
namespace detail {

template <class Std, bool Unique> class associative : public container<Std, Unique> {
  using base = container<Std, Unique>;

protected:
  using base::insert_or_erase;
  using base::read;
  using base::read_at_once;
  using base::std_;
  using base::write;

public:
  using typename base::allocator_type;
  using typename base::const_iterator;
  using typename base::iterator;
  using typename base::key_type;
  using typename base::node_type;
  using typename base::size_type;
  using typename base::value_type;

  allocator_type get_allocator() const noexcept { return std_.get_allocator(); }

  // --- size: reads ------------------------------------------------------------------------
  [[nodiscard]] MAPRACE_INLINE bool empty() const noexcept {
    return read_at_once(operation::empty, [&]() MAPRACE_BODY { return std_.empty(); });
  }
  MAPRACE_INLINE size_type size() const noexcept {
    return read_at_once(operation::size, [&]() MAPRACE_BODY { return std_.size(); });
  }
  // Says nothing about the elements: no access.
  size_type max_size() const noexcept { return std_.max_size(); }

  // --- iterators: reads -------------------------------------------------------------------
  MAPRACE_INLINE iterator begin() noexcept {
    return read_at_once(operation::begin, [&]() MAPRACE_BODY { return std_.begin(); });
  }
  MAPRACE_INLINE const_iterator begin() const noexcept {
    return read_at_once(operation::begin, [&]() MAPRACE_BODY { return std_.begin(); });
  }
  MAPRACE_INLINE const_iterator cbegin() const noexcept { return begin(); }
  MAPRACE_INLINE iterator end() noexcept {
    return read_at_once(operation::end, [&]() MAPRACE_BODY { return std_.end(); });
  }
  MAPRACE_INLINE const_iterator end() const noexcept {
    return read_at_once(operation::end, [&]() MAPRACE_BODY { return std_.end(); });
  }
  MAPRACE_INLINE const_iterator cend() const noexcept { return end(); }

  // --- lookup: reads, also on a map that is not const ---------------------------------------
  MAPRACE_INLINE iterator find(const key_type &k) {
    return read(operation::find, [&]() MAPRACE_BODY { return std_.find(k); });
  }
  MAPRACE_INLINE const_iterator find(const key_type &k) const {
    return read(operation::find, [&]() MAPRACE_BODY { return std_.find(k); });
  }
  MAPRACE_INLINE size_type count(const key_type &k) const {
    return read(operation::count, [&]() MAPRACE_BODY { return std_.count(k); });
  }
  MAPRACE_INLINE std::pair<iterator, iterator> equal_range(const key_type &k) {
    return read(operation::equal_range, [&]() MAPRACE_BODY { return std_.equal_range(k); });
  }
  MAPRACE_INLINE std::pair<const_iterator, const_iterator> equal_range(const key_type &k) const {
    return read(operation::equal_range, [&]() MAPRACE_BODY { return std_.equal_range(k); });
  }
#if __cplusplus >= 202002L
  MAPRACE_INLINE bool contains(const key_type &k) const {
    return read(operation::contains, [&]() MAPRACE_BODY { return std_.contains(k); });
  }
#endif

  // --- insertion: writes ----------------------------------------------------------------------
  template <class... Args> MAPRACE_INLINE typename base::inserted_type emplace(Args &&...args) {
    return insert_or_erase(operation::emplace,
                           [&]() MAPRACE_BODY { return std_.emplace(std::forward<Args>(args)...); });
  }
  template <class... Args> MAPRACE_INLINE iterator emplace_hint(const_iterator hint, Args &&...args) {
    return insert_or_erase(operation::emplace_hint,
                           [&]() MAPRACE_BODY { return std_.emplace_hint(hint.base(), std::forward<Args>(args)...); });
  }
  MAPRACE_INLINE typename base::inserted_type insert(const value_type &v) {
    return insert_or_erase(operation::insert, [&]() MAPRACE_BODY { return std_.insert(v); });
  }
  MAPRACE_INLINE typename base::inserted_type insert(value_type &&v) {
    return insert_or_erase(operation::insert, [&]() MAPRACE_BODY { return std_.insert(std::move(v)); });
  }
  MAPRACE_INLINE iterator insert(const_iterator hint, const value_type &v) {
    return insert_or_erase(operation::insert, [&]() MAPRACE_BODY { return std_.insert(hint.base(), v); });
  }
  MAPRACE_INLINE iterator insert(const_iterator hint, value_type &&v) {
    return insert_or_erase(operation::insert, [&]() MAPRACE_BODY { return std_.insert(hint.base(), std::move(v)); });
  }
  template <class InputIterator> MAPRACE_INLINE void insert(InputIterator first, InputIterator last) {
    insert_or_erase(operation::insert, [&]() MAPRACE_BODY { std_.insert(first, last); });
  }
  MAPRACE_INLINE void insert(std::initializer_list<value_type> list) {
    insert_or_erase(operation::insert, [&]() MAPRACE_BODY { std_.insert(list); });
  }
  MAPRACE_INLINE iterator insert(const_iterator hint, node_type &&node) {
    return insert_or_erase(operation::insert, [&]() MAPRACE_BODY { return std_.insert(hint.base(), std::move(node)); });
  }

  MAPRACE_INLINE typename base::node_inserted_type insert(node_type &&node) {
    if constexpr (Unique) {
      typename Std::insert_return_type done;
      insert_or_erase(operation::insert, [&]() MAPRACE_BODY { done = std_.insert(std::move(node)); });
      const anchor &map = this->map_.get();
      return {iterator(done.position, map.state, map.word.load(std::memory_order_relaxed)), done.inserted,
              std::move(done.node)};
    } else {
      return insert_or_erase(operation::insert, [&]() MAPRACE_BODY { return std_.insert(std::move(node)); });
    }
  }

  // --- removal: writes ------------------------------------------------------------------------
  MAPRACE_INLINE iterator erase(const_iterator at) {
    return write(operation::erase, [&]() MAPRACE_BODY { return std_.erase(at.base()); });
  }
  // An overload of its own where the types differ: keys may convert from anything (LWG 2059).
  template <class It = iterator, class = std::enable_if_t<!std::is_same<It, const_iterator>::value>>
  MAPRACE_INLINE iterator erase(iterator at) {
    return write(operation::erase, [&]() MAPRACE_BODY { return std_.erase(at.base()); });
  }
  MAPRACE_INLINE size_type erase(const key_type &k) {
    return insert_or_erase(operation::erase, [&]() MAPRACE_BODY { return std_.erase(k); });
  }
  MAPRACE_INLINE iterator erase(const_iterator first, const_iterator last) {
    return insert_or_erase(operation::erase, [&]() MAPRACE_BODY { return std_.erase(first.base(), last.base()); });
  }
  MAPRACE_INLINE void clear() noexcept {
    write(operation::clear, [&]() MAPRACE_BODY { std_.clear(); });
  }
  MAPRACE_INLINE node_type extract(const_iterator at) {
    return write(operation::extract, [&]() MAPRACE_BODY { return std_.extract(at.base()); });
  }
  MAPRACE_INLINE node_type extract(const key_type &k) {
    return insert_or_erase(operation::extract, [&]() MAPRACE_BODY { return std_.extract(k); });
  }

protected:
  MAPRACE_INLINE associative() = default;
  template <class... Args>
  MAPRACE_INLINE explicit associative(typename base::forwarded f, Args &&...args)
      : base(f, std::forward<Args>(args)...) {}
  MAPRACE_INLINE associative(const associative &) = default;
  MAPRACE_INLINE associative(associative &&) = default;
  template <class Other, class = std::enable_if_t<std::is_base_of<associative, std::decay_t<Other>>::value>>
  MAPRACE_INLINE associative(Other &&other,
                             const allocator_type &a) noexcept(base::template nothrow_extended<Other &&>())
      : base(std::forward<Other>(other), a) {}
  MAPRACE_INLINE associative &operator=(const associative &) = default;
  MAPRACE_INLINE associative &operator=(associative &&) = default;
  MAPRACE_INLINE ~associative() = default;
};

} // namespace detail
} // namespace maprace

#endif
