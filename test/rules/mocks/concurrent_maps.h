// Declarations in the shape of the real libraries, for tests.
#pragma once
#include <cstddef>
#include <utility>

namespace tbb::detail::d1 {
template <class K, class V> class concurrent_unordered_base {
public:
  template <class... A> std::pair<V *, bool> emplace(A &&...);
  std::size_t count(const K &) const;
  std::size_t unsafe_erase(const K &);
  void clear();
};
template <class K, class V> class concurrent_unordered_map : public concurrent_unordered_base<K, V> {
public:
  V &operator[](const K &);
};
} // namespace tbb::detail::d1
namespace tbb {
inline namespace v1 {
using detail::d1::concurrent_unordered_map;
}
} // namespace tbb
