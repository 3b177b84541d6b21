// What only maps have: pairs to insert, and, where a key is there once, access by key.
#ifndef MAPRACE_DETAIL_MAPPED_H
#define MAPRACE_DETAIL_MAPPED_H

#include "maprace/detail/associative.h"

namespace maprace {
namespace detail {

template <class Base> class multi_mapped : public Base {
protected:
  using Base::std_;

public:
  using typename Base::allocator_type;
  using typename Base::const_iterator;
  using typename Base::iterator;
  using typename Base::key_type;
  using typename Base::value_type;
  using mapped_type = typename Base::std_container::mapped_type;

  using Base::insert;
  template <class Pair, class = std::enable_if_t<std::is_constructible<value_type, Pair &&>::value>>
  MAPRACE_INLINE typename Base::inserted_type insert(Pair &&p) {
    return this->insert_or_erase(operation::insert, [&]() MAPRACE_BODY { return std_.insert(std::forward<Pair>(p)); });
  }
  template <class Pair, class = std::enable_if_t<std::is_constructible<value_type, Pair &&>::value>>
  MAPRACE_INLINE iterator insert(const_iterator hint, Pair &&p) {
    return this->insert_or_erase(operation::insert,
                                 [&]() MAPRACE_BODY { return std_.insert(hint.base(), std::forward<Pair>(p)); });
  }

protected:
  MAPRACE_INLINE multi_mapped() = default;
  template <class... Args>
  MAPRACE_INLINE explicit multi_mapped(typename Base::forwarded f, Args &&...args)
      : Base(f, std::forward<Args>(args)...) {}
  MAPRACE_INLINE multi_mapped(const multi_mapped &) = default;
  MAPRACE_INLINE multi_mapped(multi_mapped &&) = default;
  template <class Other, class = std::enable_if_t<std::is_base_of<multi_mapped, std::decay_t<Other>>::value>>
  MAPRACE_INLINE multi_mapped(Other &&other,
                              const allocator_type &a) noexcept(Base::template nothrow_extended<Other &&>())
      : Base(std::forward<Other>(other), a) {}
  MAPRACE_INLINE multi_mapped &operator=(const multi_mapped &) = default;
  MAPRACE_INLINE multi_mapped &operator=(multi_mapped &&) = default;
  MAPRACE_INLINE ~multi_mapped() = default;
};

template <class Base> class mapped : public multi_mapped<Base> {
  using base = multi_mapped<Base>;

protected:
  using base::insert_or_erase;
  using base::std_;

public:
  using typename base::allocator_type;
  using typename base::const_iterator;
  using typename base::iterator;
  using typename base::key_type;
  using typename base::mapped_type;

  MAPRACE_INLINE mapped_type &operator[](const key_type &k) {
    if (MAPRACE_UNLIKELY(counts_as_read(k)))
      return at(k);
    return insert_or_erase(operation::subscript, [&]() MAPRACE_BODY -> mapped_type & { return std_[k]; });
  }
  MAPRACE_INLINE mapped_type &operator[](key_type &&k) {
    if (MAPRACE_UNLIKELY(counts_as_read(k)))
      return at(k);
    return insert_or_erase(operation::subscript, [&]() MAPRACE_BODY -> mapped_type & { return std_[std::move(k)]; });
  }
  MAPRACE_INLINE mapped_type &at(const key_type &k) {
    return this->read(operation::at, [&]() MAPRACE_BODY -> mapped_type & { return std_.at(k); });
  }
  MAPRACE_INLINE const mapped_type &at(const key_type &k) const {
    return this->read(operation::at, [&]() MAPRACE_BODY -> const mapped_type & { return std_.at(k); });
  }

  template <class... Args> MAPRACE_INLINE std::pair<iterator, bool> try_emplace(const key_type &k, Args &&...args) {
    return insert_or_erase(operation::try_emplace,
                           [&]() MAPRACE_BODY { return std_.try_emplace(k, std::forward<Args>(args)...); });
  }
  template <class... Args> MAPRACE_INLINE std::pair<iterator, bool> try_emplace(key_type &&k, Args &&...args) {
    return insert_or_erase(operation::try_emplace,
                           [&]() MAPRACE_BODY { return std_.try_emplace(std::move(k), std::forward<Args>(args)...); });
  }
  template <class... Args> MAPRACE_INLINE iterator try_emplace(const_iterator hint, const key_type &k, Args &&...args) {
    return insert_or_erase(operation::try_emplace, [&]() MAPRACE_BODY {
      return std_.try_emplace(hint.base(), k, std::forward<Args>(args)...);
    });
  }
  template <class... Args> MAPRACE_INLINE iterator try_emplace(const_iterator hint, key_type &&k, Args &&...args) {
    return insert_or_erase(operation::try_emplace, [&]() MAPRACE_BODY {
      return std_.try_emplace(hint.base(), std::move(k), std::forward<Args>(args)...);
    });
  }
  template <class Value> MAPRACE_INLINE std::pair<iterator, bool> insert_or_assign(const key_type &k, Value &&v) {
    return insert_or_erase(operation::insert_or_assign,
                           [&]() MAPRACE_BODY { return std_.insert_or_assign(k, std::forward<Value>(v)); });
  }
  template <class Value> MAPRACE_INLINE std::pair<iterator, bool> insert_or_assign(key_type &&k, Value &&v) {
    return insert_or_erase(operation::insert_or_assign,
                           [&]() MAPRACE_BODY { return std_.insert_or_assign(std::move(k), std::forward<Value>(v)); });
  }
  template <class Value> MAPRACE_INLINE iterator insert_or_assign(const_iterator hint, const key_type &k, Value &&v) {
    return insert_or_erase(operation::insert_or_assign, [&]() MAPRACE_BODY {
      return std_.insert_or_assign(hint.base(), k, std::forward<Value>(v));
    });
  }
  template <class Value> MAPRACE_INLINE iterator insert_or_assign(const_iterator hint, key_type &&k, Value &&v) {
    return insert_or_erase(operation::insert_or_assign, [&]() MAPRACE_BODY {
      return std_.insert_or_assign(hint.base(), std::move(k), std::forward<Value>(v));
    });
  }

protected:
  MAPRACE_INLINE mapped() = default;
  template <class... Args>
  MAPRACE_INLINE explicit mapped(typename base::forwarded f, Args &&...args) : base(f, std::forward<Args>(args)...) {}
  MAPRACE_INLINE mapped(const mapped &) = default;
  MAPRACE_INLINE mapped(mapped &&) = default;
  template <class Other, class = std::enable_if_t<std::is_base_of<mapped, std::decay_t<Other>>::value>>
  MAPRACE_INLINE mapped(Other &&other, const allocator_type &a) noexcept(base::template nothrow_extended<Other &&>())
      : base(std::forward<Other>(other), a) {}
  MAPRACE_INLINE mapped &operator=(const mapped &) = default;
  MAPRACE_INLINE mapped &operator=(mapped &&) = default;
  MAPRACE_INLINE ~mapped() = default;

private:
  // With lenient=1, operator[] on a key that is there.
  MAPRACE_INLINE bool counts_as_read(const key_type &k) const {
    return (this->map_.get().word.load(std::memory_order_relaxed) & bits::lenient) && std_.find(k) != std_.end();
  }
};

} // namespace detail
} // namespace maprace

#endif
