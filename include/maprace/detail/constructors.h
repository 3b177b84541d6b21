// The constructors of the four hash tables and of the four trees. A macro each: constructors
// are named after their class, and inherited ones would not be inlined into the caller without
// optimisation (construction sites would lie in these headers), nor take part in deduction.
#ifndef MAPRACE_DETAIL_CONSTRUCTORS_H
#define MAPRACE_DETAIL_CONSTRUCTORS_H

#define MAPRACE_COMMON_MEMBERS(name)                                                                                   \
  MAPRACE_INLINE name() = default;                                                                                     \
  MAPRACE_INLINE name(const name &) = default;                                                                         \
  MAPRACE_INLINE name(name &&) = default;                                                                              \
  MAPRACE_INLINE explicit name(const allocator_type &a) : base(forwarded{}, a) {}                                      \
  MAPRACE_INLINE name(const name &other, const detail::identity<allocator_type> &a) : base(other, a) {}                \
  MAPRACE_INLINE name(name &&other,                                                                                    \
                      const detail::identity<allocator_type> &a) noexcept(base::template nothrow_extended<name &&>())  \
      : base(std::move(other), a) {}                                                                                   \
  MAPRACE_INLINE name &operator=(const name &) = default;                                                              \
  MAPRACE_INLINE name &operator=(name &&) = default;                                                                   \
  MAPRACE_INLINE name &operator=(std::initializer_list<value_type> list) {                                             \
    this->assign_list(list);                                                                                           \
    return *this;                                                                                                      \
  }                                                                                                                    \
  MAPRACE_INLINE void swap(name &other) noexcept(noexcept(this -> swap_with(other))) { this->swap_with(other); }       \
  MAPRACE_INLINE ~name() = default;

#define MAPRACE_HASHED_MEMBERS(name)                                                                                   \
  MAPRACE_COMMON_MEMBERS(name)                                                                                         \
  MAPRACE_INLINE explicit name(size_type n, const hasher &hash = hasher(), const key_equal &equal = key_equal(),       \
                               const allocator_type &a = allocator_type())                                             \
      : base(forwarded{}, n, hash, equal, a) {}                                                                        \
  MAPRACE_INLINE name(size_type n, const allocator_type &a) : base(forwarded{}, n, a) {}                               \
  MAPRACE_INLINE name(size_type n, const hasher &hash, const allocator_type &a) : base(forwarded{}, n, hash, a) {}     \
  template <class InputIterator>                                                                                       \
  MAPRACE_INLINE name(InputIterator first, InputIterator last, size_type n = 0, const hasher &hash = hasher(),         \
                      const key_equal &equal = key_equal(), const allocator_type &a = allocator_type())                \
      : base(forwarded{}, first, last, n, hash, equal, a) {}                                                           \
  template <class InputIterator>                                                                                       \
  MAPRACE_INLINE name(InputIterator first, InputIterator last, size_type n, const allocator_type &a)                   \
      : base(forwarded{}, first, last, n, a) {}                                                                        \
  template <class InputIterator>                                                                                       \
  MAPRACE_INLINE name(InputIterator first, InputIterator last, size_type n, const hasher &hash,                        \
                      const allocator_type &a)                                                                         \
      : base(forwarded{}, first, last, n, hash, a) {}                                                                  \
  MAPRACE_INLINE name(std::initializer_list<value_type> list, size_type n = 0, const hasher &hash = hasher(),          \
                      const key_equal &equal = key_equal(), const allocator_type &a = allocator_type())                \
      : base(forwarded{}, list, n, hash, equal, a) {}                                                                  \
  MAPRACE_INLINE name(std::initializer_list<value_type> list, size_type n, const allocator_type &a)                    \
      : base(forwarded{}, list, n, a) {}                                                                               \
  MAPRACE_INLINE name(std::initializer_list<value_type> list, size_type n, const hasher &hash,                         \
                      const allocator_type &a)                                                                         \
      : base(forwarded{}, list, n, hash, a) {}

#define MAPRACE_ORDERED_MEMBERS(name)                                                                                  \
  MAPRACE_COMMON_MEMBERS(name)                                                                                         \
  MAPRACE_INLINE explicit name(const key_compare &compare, const allocator_type &a = allocator_type())                 \
      : base(forwarded{}, compare, a) {}                                                                               \
  template <class InputIterator>                                                                                       \
  MAPRACE_INLINE name(InputIterator first, InputIterator last) : base(forwarded{}, first, last) {}                     \
  template <class InputIterator>                                                                                       \
  MAPRACE_INLINE name(InputIterator first, InputIterator last, const key_compare &compare,                             \
                      const allocator_type &a = allocator_type())                                                      \
      : base(forwarded{}, first, last, compare, a) {}                                                                  \
  template <class InputIterator>                                                                                       \
  MAPRACE_INLINE name(InputIterator first, InputIterator last, const allocator_type &a)                                \
      : base(forwarded{}, first, last, a) {}                                                                           \
  MAPRACE_INLINE name(std::initializer_list<value_type> list, const key_compare &compare = key_compare(),              \
                      const allocator_type &a = allocator_type())                                                      \
      : base(forwarded{}, list, compare, a) {}                                                                         \
  MAPRACE_INLINE name(std::initializer_list<value_type> list, const allocator_type &a) : base(forwarded{}, list, a) {}

#endif
