// What all checked containers have in common: the standard container, the anchor of the
// detector's state, and each member function as "say what it is, then do the real thing".
// hashed.h and ordered.h add what only hash tables and only trees have; keyed.h what only maps
// have. Nothing here knows how detection works (guard.h).
#ifndef MAPRACE_DETAIL_CONTAINER_H
#define MAPRACE_DETAIL_CONTAINER_H

#include "maprace/detail/iterator.h"

#include <initializer_list>
#include <memory>
#include <type_traits>
#include <utility>

namespace maprace {
namespace detail {

// The anchor with the life of a map. Declared before the standard container: constructed
// first, and gone after the elements are.
class anchored {
public:
  MAPRACE_INLINE explicit anchored(const char *type) noexcept { maprace_construct(&map_, type); }
  anchored(const anchored &) = delete;
  anchored &operator=(const anchored &) = delete;
  MAPRACE_INLINE ~anchored() { maprace_destroy_end(&map_); }
  MAPRACE_INLINE const anchor &get() const noexcept { return map_; }
  // The contents have changed places, or gone one way: their states go with them.
  MAPRACE_INLINE void swap(anchored &other) noexcept { maprace_swap_states(&map_, &other.map_); }
  MAPRACE_INLINE void begin_destruction(const char *type) noexcept { maprace_destroy_begin(&map_, type); }

private:
  anchor map_;
};

// The way from a container to its anchor, for free functions.
struct access {
  template <class Container> static const anchor *of(const Container &c) noexcept { return &c.map_.get(); }
};

// The result of inserting a node: as the standard's, with our iterator.
template <class Iterator, class Node> struct node_insert_return {
  Iterator position = Iterator();
  bool inserted = false;
  Node node;
};

template <class Std, bool Unique> class container {
public:
  using key_type = typename Std::key_type;
  using value_type = typename Std::value_type;
  using allocator_type = typename Std::allocator_type;
  using size_type = typename Std::size_type;
  using difference_type = typename Std::difference_type;
  using reference = typename Std::reference;
  using const_reference = typename Std::const_reference;
  using pointer = typename Std::pointer;
  using const_pointer = typename Std::const_pointer;
  using iterator = checked_iterator<typename Std::iterator>;
  using const_iterator = checked_iterator<typename Std::const_iterator>;
  using node_type = typename Std::node_type;

protected:
  template <class, bool> friend class container;
  friend struct access;
  using std_container = Std;
  // insert and emplace say whether there was room for the key only where there may not be.
  using inserted_type = std::conditional_t<Unique, std::pair<iterator, bool>, iterator>;
  using node_inserted_type = std::conditional_t<Unique, node_insert_return<iterator, node_type>, iterator>;
  using std_iterator = typename Std::iterator;
  using std_const_iterator = typename Std::const_iterator;

  MAPRACE_INLINE static constexpr const char *type() noexcept { return type_text<Std>(); }

  // --- construction -----------------------------------------------------------------------
  struct forwarded {};                  // the arguments that follow are the standard container's
  MAPRACE_INLINE container() = default; // deleted and noexcept where the standard's is
  template <class... Args>
  MAPRACE_INLINE explicit container(forwarded, Args &&...args) : map_(type()), std_(std::forward<Args>(args)...) {}
  MAPRACE_INLINE container(const container &other)
      : container(other, reading(other.map_.get(), operation::copy_from, type())) {}
  MAPRACE_INLINE container(const container &other, const allocator_type &a)
      : container(other, a, reading(other.map_.get(), operation::copy_from, type())) {}
  MAPRACE_INLINE container(container &&other) noexcept(std::is_nothrow_move_constructible<Std>::value)
      : container(std::move(other), writing(other.map_.get(), operation::move_from, type())) {}
  MAPRACE_INLINE
  container(container &&other,
            const allocator_type &a) noexcept(std::is_nothrow_constructible<Std, Std &&, const allocator_type &>::value)
      : container(std::move(other), a, writing(other.map_.get(), operation::move_from, type())) {}
  MAPRACE_INLINE ~container() { map_.begin_destruction(type()); }

  MAPRACE_INLINE container &operator=(const container &other) {
    if (this == &other) {
      write(operation::assign, [&]() MAPRACE_BODY { std_ = other.std_; });
      return *this;
    }
    reading from(other.map_.get(), operation::copy_from, type());
    write(operation::assign, [&]() MAPRACE_BODY { std_ = other.std_; });
    from.end(other.map_.get(), operation::copy_from, type());
    return *this;
  }
  MAPRACE_INLINE container &operator=(container &&other) noexcept(std::is_nothrow_move_assignable<Std>::value) {
    write_both(operation::move_assign, other, operation::move_from,
               [&]() MAPRACE_BODY { std_ = std::move(other.std_); });
    if (this != &other)
      map_.swap(other.map_);
    return *this;
  }
  MAPRACE_INLINE void assign_list(std::initializer_list<value_type> list) {
    write(operation::assign, [&]() MAPRACE_BODY { std_ = list; });
  }

  // May a copy or move with an allocator throw?
  template <class Other> static constexpr bool nothrow_extended() {
    return std::is_rvalue_reference<Other>::value &&
           std::is_nothrow_constructible<Std, Std &&, const allocator_type &>::value;
  }

  // --- what an operation is ---------------------------------------------------------------
  template <class Body> MAPRACE_INLINE decltype(auto) read(operation what, Body body) const {
    using result_type = decltype(body());
    reading guard(map_.get(), what, type());
    if constexpr (std::is_void_v<result_type>) {
      body();
      guard.end(map_.get(), what, type());
    } else {
      result_type result = body();
      const std::uint64_t after = guard.end(map_.get(), what, type());
      if constexpr (std::is_reference_v<result_type>)
        return static_cast<result_type>(result);
      else
        return wrap(std::move(result), map_.get().state, after);
    }
  }
  // A read of a member or two.
  template <class Body> MAPRACE_INLINE auto read_at_once(operation what, Body body) const {
    const reading guard(map_.get(), what, type(), at_once());
    auto result = body();
    return wrap(std::move(result), map_.get().state, guard.end_at_once(map_.get()));
  }
  // Changes the structure in any case.
  template <class Body> MAPRACE_INLINE decltype(auto) write(operation what, Body body) {
    return write_if(what, std::move(body), [](const auto &...) { return true; });
  }
  // Changes the structure if the number of elements has changed: by what the operation says of
  // that, which is at hand, or by the number itself.
  template <class Body> MAPRACE_INLINE decltype(auto) insert_or_erase(operation what, Body body) {
    using result_type = decltype(body());
    if constexpr (std::is_same<result_type, std::pair<std_iterator, bool>>::value)
      return write_if(what, std::move(body), [](const result_type &inserted) { return inserted.second; });
    else if constexpr (std::is_same<result_type, size_type>::value)
      return write_if(what, std::move(body), [](size_type erased) { return erased != 0; });
    else {
      const size_type before = std_.size();
      return write_if(what, std::move(body), [this, before](const auto &...) { return std_.size() != before; });
    }
  }
  template <class Body, class Structural>
  MAPRACE_INLINE decltype(auto) write_if(operation what, Body body, Structural structural) {
    using result_type = decltype(body());
    MAPRACE_PROBE_REHASH(std_, &map_.get(), type());
    writing guard(map_.get(), what, type());
    if constexpr (std::is_void_v<result_type>) {
      body();
      guard.end(map_.get(), what, type(), structural());
    } else {
      result_type result = body();
      const std::uint64_t after = guard.end(map_.get(), what, type(), structural(result));
      if constexpr (std::is_reference_v<result_type>)
        return static_cast<result_type>(result);
      else
        return wrap(std::move(result), map_.get().state, after);
    }
  }
  template <class Other, class Body>
  MAPRACE_INLINE void write_both(operation what, Other &other, operation what_other, Body body) {
    if (static_cast<const void *>(this) == static_cast<const void *>(&other)) {
      write(what, body);
      return;
    }
    writing here(map_.get(), what, type());
    writing there(other.map_.get(), what_other, Other::type());
    body();
    there.end(other.map_.get(), what_other, Other::type(), true);
    here.end(map_.get(), what, type(), true);
  }

  // Reads of two maps at once.
  template <class Body> MAPRACE_INLINE auto compare_with(const container &other, Body body) const {
    reading here(map_.get(), operation::compare, type());
    reading there(other.map_.get(), operation::compare, type());
    const auto result = body(std_, other.std_);
    there.end(other.map_.get(), operation::compare, type());
    here.end(map_.get(), operation::compare, type());
    return result;
  }
  MAPRACE_INLINE void
  swap_with(container &other) noexcept(noexcept(std::declval<Std &>().swap(std::declval<Std &>()))) {
    write_both(operation::swap, other, operation::swap, [&]() MAPRACE_BODY { std_.swap(other.std_); });
    map_.swap(other.map_);
  }
  template <class OtherStd, bool U> MAPRACE_INLINE void merge_from(container<OtherStd, U> &other) {
    write_both(operation::merge, other, operation::merge, [&]() MAPRACE_BODY { std_.merge(other.std_); });
  }

  // --- standard results as ours -------------------------------------------------------------
  MAPRACE_INLINE static iterator wrap(std_iterator it, cell *state, std::uint64_t word) noexcept {
    return iterator(it, state, word);
  }
  template <class It, class = std::enable_if_t<std::is_same<It, std_const_iterator>::value &&
                                               !std::is_same<It, std_iterator>::value>>
  MAPRACE_INLINE static const_iterator wrap(It it, cell *state, std::uint64_t word) noexcept {
    return const_iterator(it, state, word);
  }
  template <class It>
  MAPRACE_INLINE static auto wrap(const std::pair<It, bool> &result, cell *state, std::uint64_t word) noexcept
      -> std::pair<checked_iterator<It>, bool> {
    return {wrap(result.first, state, word), result.second};
  }
  template <class It>
  MAPRACE_INLINE static auto wrap(const std::pair<It, It> &range, cell *state, std::uint64_t word) noexcept
      -> std::pair<checked_iterator<It>, checked_iterator<It>> {
    return {wrap(range.first, state, word), wrap(range.second, state, word)};
  }
  MAPRACE_INLINE static size_type wrap(size_type n, cell *, std::uint64_t) noexcept { return n; }
  MAPRACE_INLINE static bool wrap(bool b, cell *, std::uint64_t) noexcept { return b; }
  MAPRACE_INLINE static float wrap(float f, cell *, std::uint64_t) noexcept { return f; }
  MAPRACE_INLINE static node_type wrap(node_type &&node, cell *, std::uint64_t) noexcept { return std::move(node); }

private:
  // Copies and moves with their guard of the other map, which begins before and ends after.
  MAPRACE_INLINE container(const container &other, const reading &guard) : map_(type()), std_(other.std_) {
    guard.end(other.map_.get(), operation::copy_from, type());
  }
  MAPRACE_INLINE container(const container &other, const allocator_type &a, const reading &guard)
      : map_(type()), std_(other.std_, a) {
    guard.end(other.map_.get(), operation::copy_from, type());
  }
  MAPRACE_INLINE container(container &&other, writing &&guard) noexcept(std::is_nothrow_move_constructible<Std>::value)
      : map_(type()), std_(std::move(other.std_)) {
    guard.end(other.map_.get(), operation::move_from, type(), true);
    map_.swap(other.map_);
  }
  MAPRACE_INLINE
  container(container &&other, const allocator_type &a,
            writing &&guard) noexcept(std::is_nothrow_constructible<Std, Std &&, const allocator_type &>::value)
      : map_(type()), std_(std::move(other.std_), a) {
    guard.end(other.map_.get(), operation::move_from, type(), true);
    map_.swap(other.map_);
  }

protected:
  anchored map_{type()};
  Std std_;
};

} // namespace detail
} // namespace maprace

#endif
