// What the deduction guides ask of their arguments.
#ifndef MAPRACE_DETAIL_DEDUCTION_H
#define MAPRACE_DETAIL_DEDUCTION_H

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

namespace maprace {
namespace detail {

// Keeps a parameter out of deduction.
template <class T> struct identity_of {
  using type = T;
};
template <class T> using identity = typename identity_of<T>::type;

template <class I> using iter_value = typename std::iterator_traits<I>::value_type;
template <class I> using iter_key = std::remove_const_t<typename iter_value<I>::first_type>;
template <class I> using iter_mapped = typename iter_value<I>::second_type;
template <class I> using iter_pair = std::pair<const iter_key<I>, iter_mapped<I>>;

template <class A, class = void> struct is_allocator : std::false_type {};
template <class A>
struct is_allocator<A, std::void_t<typename A::value_type, decltype(std::declval<A &>().allocate(std::size_t{}))>>
    : std::true_type {};

template <class I>
using if_input_iterator = std::enable_if_t<
    std::is_convertible<typename std::iterator_traits<I>::iterator_category, std::input_iterator_tag>::value>;
template <class A> using if_allocator = std::enable_if_t<is_allocator<A>::value>;
template <class A> using if_not_allocator = std::enable_if_t<!is_allocator<A>::value>;
template <class H> using if_hash = std::enable_if_t<!is_allocator<H>::value && !std::is_integral<H>::value>;

} // namespace detail
} // namespace maprace

#endif
