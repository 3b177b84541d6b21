// What only hash tables have: hash functions, buckets, and the policy of rehashing.
#ifndef MAPRACE_DETAIL_HASHED_H
#define MAPRACE_DETAIL_HASHED_H

#include "maprace/detail/associative.h"

namespace maprace {
namespace detail {

template <class Std, bool Unique> class hashed : public associative<Std, Unique> {
  using base = associative<Std, Unique>;

protected:
  using base::read;
  using base::read_at_once;
  using base::std_;

public:
  using typename base::allocator_type;
  using typename base::const_iterator;
  using typename base::iterator;
  using typename base::key_type;
  using typename base::size_type;
  using hasher = typename Std::hasher;
  using key_equal = typename Std::key_equal;
  // Of one bucket: the standard's own, which walk no further than the bucket.
  using local_iterator = typename Std::local_iterator;
  using const_local_iterator = typename Std::const_local_iterator;

#if __cplusplus >= 202002L
  using base::contains;
  using base::count;
  using base::equal_range;
  using base::find;

  template <class K, class H = hasher, class P = key_equal, class = typename H::is_transparent,
            class = typename P::is_transparent>
  MAPRACE_INLINE iterator find(const K &k) {
    return read(operation::find, [&]() MAPRACE_BODY { return std_.find(k); });
  }
  template <class K, class H = hasher, class P = key_equal, class = typename H::is_transparent,
            class = typename P::is_transparent>
  MAPRACE_INLINE const_iterator find(const K &k) const {
    return read(operation::find, [&]() MAPRACE_BODY { return std_.find(k); });
  }
  template <class K, class H = hasher, class P = key_equal, class = typename H::is_transparent,
            class = typename P::is_transparent>
  MAPRACE_INLINE size_type count(const K &k) const {
    return read(operation::count, [&]() MAPRACE_BODY { return std_.count(k); });
  }
  template <class K, class H = hasher, class P = key_equal, class = typename H::is_transparent,
            class = typename P::is_transparent>
  MAPRACE_INLINE bool contains(const K &k) const {
    return read(operation::contains, [&]() MAPRACE_BODY { return std_.contains(k); });
  }
  template <class K, class H = hasher, class P = key_equal, class = typename H::is_transparent,
            class = typename P::is_transparent>
  MAPRACE_INLINE std::pair<iterator, iterator> equal_range(const K &k) {
    return read(operation::equal_range, [&]() MAPRACE_BODY { return std_.equal_range(k); });
  }
  template <class K, class H = hasher, class P = key_equal, class = typename H::is_transparent,
            class = typename P::is_transparent>
  MAPRACE_INLINE std::pair<const_iterator, const_iterator> equal_range(const K &k) const {
    return read(operation::equal_range, [&]() MAPRACE_BODY { return std_.equal_range(k); });
  }
#endif

  hasher hash_function() const { return std_.hash_function(); }
  key_equal key_eq() const { return std_.key_eq(); }

  MAPRACE_INLINE size_type bucket_count() const noexcept {
    return read_at_once(operation::bucket_count, [&]() MAPRACE_BODY { return std_.bucket_count(); });
  }
  size_type max_bucket_count() const noexcept { return std_.max_bucket_count(); }
  MAPRACE_INLINE size_type bucket_size(size_type n) const {
    return read(operation::bucket_size, [&]() MAPRACE_BODY { return std_.bucket_size(n); });
  }
  MAPRACE_INLINE size_type bucket(const key_type &k) const {
    return read(operation::bucket, [&]() MAPRACE_BODY { return std_.bucket(k); });
  }

  using base::begin;
  using base::cbegin;
  using base::cend;
  using base::end;
  MAPRACE_INLINE local_iterator begin(size_type n) {
    return bucket_iterator(operation::begin, [&]() MAPRACE_BODY { return std_.begin(n); });
  }
  MAPRACE_INLINE const_local_iterator begin(size_type n) const {
    return bucket_iterator(operation::begin, [&]() MAPRACE_BODY { return std_.begin(n); });
  }
  MAPRACE_INLINE const_local_iterator cbegin(size_type n) const { return begin(n); }
  MAPRACE_INLINE local_iterator end(size_type n) {
    return bucket_iterator(operation::end, [&]() MAPRACE_BODY { return std_.end(n); });
  }
  MAPRACE_INLINE const_local_iterator end(size_type n) const {
    return bucket_iterator(operation::end, [&]() MAPRACE_BODY { return std_.end(n); });
  }
  MAPRACE_INLINE const_local_iterator cend(size_type n) const { return end(n); }

  MAPRACE_INLINE float load_factor() const noexcept {
    return read_at_once(operation::load_factor, [&]() MAPRACE_BODY { return std_.load_factor(); });
  }
  MAPRACE_INLINE float max_load_factor() const noexcept {
    return read_at_once(operation::load_factor, [&]() MAPRACE_BODY { return std_.max_load_factor(); });
  }
  MAPRACE_INLINE void max_load_factor(float f) {
    this->write(operation::max_load_factor, [&]() MAPRACE_BODY { std_.max_load_factor(f); });
  }
  MAPRACE_INLINE void rehash(size_type n) {
    resize(operation::rehash, [&]() MAPRACE_BODY { std_.rehash(n); });
  }
  MAPRACE_INLINE void reserve(size_type n) {
    resize(operation::reserve, [&]() MAPRACE_BODY { std_.reserve(n); });
  }

protected:
  MAPRACE_INLINE hashed() = default;
  template <class... Args>
  MAPRACE_INLINE explicit hashed(typename base::forwarded f, Args &&...args) : base(f, std::forward<Args>(args)...) {}
  MAPRACE_INLINE hashed(const hashed &) = default;
  MAPRACE_INLINE hashed(hashed &&) = default;
  template <class Other, class = std::enable_if_t<std::is_base_of<hashed, std::decay_t<Other>>::value>>
  MAPRACE_INLINE hashed(Other &&other, const allocator_type &a) noexcept(base::template nothrow_extended<Other &&>())
      : base(std::forward<Other>(other), a) {}
  MAPRACE_INLINE hashed &operator=(const hashed &) = default;
  MAPRACE_INLINE hashed &operator=(hashed &&) = default;
  MAPRACE_INLINE ~hashed() = default;

private:
  template <class Body> MAPRACE_INLINE auto bucket_iterator(operation what, Body body) const {
    reading guard(this->map_.get(), what, base::type());
    auto result = body();
    guard.end(this->map_.get(), what, base::type());
    return result;
  }
  template <class Body> MAPRACE_INLINE void resize(operation what, Body body) { this->write(what, body); }
};

} // namespace detail
} // namespace maprace

#endif
