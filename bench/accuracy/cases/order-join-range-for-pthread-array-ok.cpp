// CASE: order-join-range-for-pthread-array-ok
// SOURCE: written for this suite
// EXPECT: res OK
// STD: c++17
// PROVES: issue 3, order: fork/join
// WHY: a C array of pthreads joined by a range-for

#include <map>
#include <mutex>
#include <pthread.h>

static std::mutex mu;
static std::map<int, int> res;
static void* work(void*) { std::lock_guard<std::mutex> g(mu); res[(int)res.size()] = 1; return nullptr; }
int main() {
  pthread_t tid[4];
  for (int i = 0; i < 4; ++i) pthread_create(&tid[i], nullptr, work, nullptr);
  for (auto& t : tid) pthread_join(t, nullptr);
  return res.size() == 4 ? 0 : 1;
}
