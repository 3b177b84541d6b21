// The little of the standard library that these tests use: they are about the command,
// and parse many times.
#pragma GCC system_header
namespace std {
template <class K, class V> class unordered_map {
public:
  V &operator[](const K &Key);
  unsigned long count(const K &Key) const;
};
class thread {
public:
  template <class F> explicit thread(F) {}
  void join();
};
class mutex {
public:
  void lock();
  void unlock();
};
template <class M> class lock_guard {
public:
  explicit lock_guard(M &Mutex);
  ~lock_guard();
};
} // namespace std
