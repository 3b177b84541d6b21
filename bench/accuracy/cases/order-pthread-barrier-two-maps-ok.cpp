// CASE: order-pthread-barrier-two-maps-ok
// SOURCE: written for this suite
// EXPECT: left OK
// EXPECT: right OK
// STD: c++17
// PROVES: issue 3, order: latch/barrier/semaphore
// WHY: each writes its map, waits at the pthread barrier, reads the other's

#include <map>
#include <pthread.h>

pthread_barrier_t B;
std::map<int, int> left, right;
void* Thread1(void*) {
  left[1] = 1;
  pthread_barrier_wait(&B);
  return right.count(1) ? &right : nullptr;
}
void* Thread2(void*) {
  right[1] = 1;
  pthread_barrier_wait(&B);
  return left.count(1) ? &left : nullptr;
}
int main() {
  pthread_barrier_init(&B, 0, 2);
  pthread_t t;
  pthread_create(&t, NULL, Thread1, NULL);
  Thread2(0);
  pthread_join(t, NULL);
  pthread_barrier_destroy(&B);
}
