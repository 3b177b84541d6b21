// CASE: locks-sync-builtin-spin-ok
// SOURCE: written for this suite
// EXPECT: M OK
// STD: c++17
// PROVES: design, locks: spin locks on atomic_flag/CAS
// WHY: __sync_lock_test_and_set and __sync_lock_release

#include <map>
#include <pthread.h>

static volatile int word;
static std::map<int, int> M;
static inline void spin_lock(volatile int* w) { while (__sync_lock_test_and_set(w, 1)) {} }
static inline void spin_unlock(volatile int* w) { __sync_lock_release(w); }
static void* th(void* v) { spin_lock(&word); M[1]++; spin_unlock(&word); return v; }
int main() {
  pthread_t a, b;
  pthread_create(&a, nullptr, th, nullptr);
  pthread_create(&b, nullptr, th, nullptr);
  pthread_join(a, nullptr);
  pthread_join(b, nullptr);
}
