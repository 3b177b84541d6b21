// CASE: locks-trylock-result-kept-ok
// SOURCE: written for this suite
// EXPECT: Cache::m OK
// STD: c++17
// PROVES: issue 3, locks: try-lock conditions
// WHY: int rc of pthread_mutex_trylock tested by inequality

#include <map>
#include <pthread.h>

struct Cache {
  pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
  std::map<int, int> m;
  bool tryPut(int k) {
    int rc = pthread_mutex_trylock(&mu);
    if (rc != 0) return false;
    m[k] = k;
    pthread_mutex_unlock(&mu);
    return true;
  }
};
static Cache c;
static void* th(void*) { return c.tryPut(1) ? &c : nullptr; }
int main() {
  pthread_t a, b;
  pthread_create(&a, nullptr, th, nullptr);
  pthread_create(&b, nullptr, th, nullptr);
  pthread_join(a, nullptr);
  pthread_join(b, nullptr);
}
