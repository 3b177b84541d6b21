// CASE: locks-try-acquire-success-value-race
// SOURCE: written for this suite
// EXPECT: Q::good_ OK
// EXPECT: Q::bad_ RACE
// STD: c++17
// TSAN: blind a library that is declared only
// PROVES: issue 3, locks: Clang capability attributes
// WHY: own try function that returns 0 on success, tested the right and the wrong way round

#include <unordered_set>
#include <pthread.h>

class __attribute__((capability("mutex"))) PosixLike {
 public:
  int tryLock() __attribute__((try_acquire_capability(0)));
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};
class Q {
 public:
  void put(int k) { mu_.lock(); good_.insert(k); bad_.insert(k); mu_.unlock(); }
  bool tryRight(int k) {
    if (mu_.tryLock() != 0) return false;
    good_.erase(k);
    mu_.unlock();
    return true;
  }
  bool tryWrong(int k) {
    if (mu_.tryLock()) {
      bad_.erase(k);
      return true;
    }
    mu_.unlock();
    return false;
  }
 private:
  PosixLike mu_;
  std::unordered_set<int> good_, bad_;
};
Q q;
void* run(void*) { q.put(1); q.tryRight(1); q.tryWrong(1); return nullptr; }
int main() {
  pthread_t t[3];
  for (auto& x : t) pthread_create(&x, nullptr, run, nullptr);
  for (auto& x : t) pthread_join(x, nullptr);
}
