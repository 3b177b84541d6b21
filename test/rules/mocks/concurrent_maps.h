// Declarations in the shape of the real libraries, for tests. A class has its operations
// where the library has them: in a base in a namespace of the library's own, or in itself.
#pragma once
#include <cstddef>
#include <initializer_list>
#include <utility>

namespace tbb::detail::d1 {
template <class K, class V> class concurrent_unordered_base {
public:
  using value_type = std::pair<const K, V>;
  class iterator {
  public:
    value_type &operator*() const;
    value_type *operator->() const;
    iterator &operator++();
    bool operator==(const iterator &) const;
    bool operator!=(const iterator &) const;
  };
  template <class... A> std::pair<iterator, bool> emplace(A &&...);
  std::pair<iterator, bool> insert(const value_type &);
  iterator find(const K &);
  iterator begin();
  iterator end();
  std::size_t count(const K &) const;
  bool contains(const K &) const;
  std::size_t size() const;
  iterator unsafe_erase(iterator);
  std::size_t unsafe_erase(const K &);
  void rehash(std::size_t);
  void clear();
};
template <class K, class V> class concurrent_unordered_map : public concurrent_unordered_base<K, V> {
public:
  V &operator[](const K &);
  V &at(const K &);
};
template <class K, class V> class concurrent_hash_map {
public:
  using value_type = std::pair<const K, V>;
  class const_accessor {
  public:
    const_accessor();
    ~const_accessor();
    const value_type &operator*() const;
    const value_type *operator->() const;
    bool empty() const;
    void release();
  };
  class accessor : public const_accessor {
  public:
    value_type &operator*() const;
    value_type *operator->() const;
  };
  class iterator {
  public:
    value_type &operator*() const;
    value_type *operator->() const;
    iterator &operator++();
    bool operator==(const iterator &) const;
    bool operator!=(const iterator &) const;
  };
  bool find(accessor &, const K &);
  bool find(const_accessor &, const K &) const;
  bool insert(accessor &, const K &);
  bool insert(accessor &, const value_type &);
  bool insert(const value_type &);
  bool erase(const K &);
  bool erase(accessor &);
  std::size_t count(const K &) const;
  std::size_t size() const;
  iterator begin();
  iterator end();
  void rehash(std::size_t = 0);
  void clear();
};
} // namespace tbb::detail::d1
namespace tbb {
inline namespace v1 {
using detail::d1::concurrent_hash_map;
using detail::d1::concurrent_unordered_map;
} // namespace v1
} // namespace tbb

namespace boost::unordered {
template <class K, class V> class concurrent_flat_map {
public:
  using value_type = std::pair<const K, V>;
  bool insert(const value_type &);
  bool emplace(const K &, const V &);
  bool insert_or_assign(const K &, const V &);
  template <class F> std::size_t visit(const K &, F);
  template <class F> std::size_t visit_all(F);
  std::size_t erase(const K &);
  bool contains(const K &) const;
  std::size_t count(const K &) const;
  std::size_t size() const;
  void clear();
  void rehash(std::size_t);
  concurrent_flat_map &operator=(concurrent_flat_map &&);
};
} // namespace boost::unordered
namespace boost {
using unordered::concurrent_flat_map;
}

namespace folly {
template <class K, class V> class ConcurrentHashMap {
public:
  class ConstIterator {
  public:
    const std::pair<const K, V> &operator*() const;
    const std::pair<const K, V> *operator->() const;
    bool operator==(const ConstIterator &) const;
    bool operator!=(const ConstIterator &) const;
  };
  std::pair<ConstIterator, bool> insert(const K &, const V &);
  std::pair<ConstIterator, bool> insert_or_assign(const K &, const V &);
  ConstIterator find(const K &) const;
  ConstIterator cend() const;
  const V at(const K &) const;
  std::size_t erase(const K &);
  std::size_t size() const;
  void clear();
};
} // namespace folly

namespace phmap {
struct NullMutex {};
template <class K, class V, class Mutex = NullMutex> class parallel_flat_hash_map {
public:
  class iterator {
  public:
    std::pair<const K, V> &operator*() const;
    std::pair<const K, V> *operator->() const;
    iterator &operator++();
    bool operator==(const iterator &) const;
    bool operator!=(const iterator &) const;
  };
  V &operator[](const K &);
  template <class... A> std::pair<iterator, bool> emplace(A &&...);
  template <class F> bool if_contains(const K &, F) const;
  iterator find(const K &);
  iterator begin();
  iterator end();
  std::size_t count(const K &) const;
  bool contains(const K &) const;
  std::size_t erase(const K &);
  std::size_t size() const;
  void clear();
  void rehash(std::size_t);
};
} // namespace phmap

namespace libcuckoo {
template <class K, class V> class cuckoohash_map {
public:
  bool find(const K &, V &) const;
  V find(const K &) const;
  bool contains(const K &) const;
  bool insert(const K &, const V &);
  bool insert_or_assign(const K &, const V &);
  bool update(const K &, const V &);
  template <class F> bool update_fn(const K &, F);
  template <class F> bool upsert(const K &, F, const V &);
  bool erase(const K &);
  std::size_t size() const;
  void clear();
  bool rehash(std::size_t);
  class locked_table {
  public:
    std::pair<const K, V> *begin();
    std::pair<const K, V> *end();
    V &at(const K &);
    void unlock();
  };
  locked_table lock_table();
};
} // namespace libcuckoo
