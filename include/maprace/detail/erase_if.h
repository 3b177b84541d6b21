// erase_if for all containers: a walk that erases.
#ifndef MAPRACE_DETAIL_ERASE_IF_H
#define MAPRACE_DETAIL_ERASE_IF_H

namespace maprace {
namespace detail {

template <class Container, class Predicate>
typename Container::size_type erase_if(Container &container, Predicate &predicate) {
  const auto before = container.size();
  for (auto it = container.begin(), last = container.end(); it != last;) {
    if (predicate(*it))
      it = container.erase(it);
    else
      ++it;
  }
  return before - container.size();
}

} // namespace detail
} // namespace maprace

#endif
