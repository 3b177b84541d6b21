// CASE: order-join-chain-ok
// SOURCE: written for this suite
// EXPECT: data OK
// STD: c++17
// PROVES: issue 3, order: fork/join
// WHY: t2 joins t1 before it writes; main joins t2

#include <map>
#include <pthread.h>

static std::map<int, int> data;
static void* first(void*) { data[1] = 1; return nullptr; }
static void* second(void* p) {
  pthread_join(*static_cast<pthread_t*>(p), nullptr);
  data[2] = 2;
  return nullptr;
}
int main() {
  pthread_t a, b;
  pthread_create(&a, nullptr, first, nullptr);
  pthread_create(&b, nullptr, second, &a);
  pthread_join(b, nullptr);
  return data.size();
}
