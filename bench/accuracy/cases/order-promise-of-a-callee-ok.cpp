// CASE: order-promise-of-a-callee-ok
// SOURCE: written for this suite
// EXPECT: M OK
// STD: c++17
// PROVES: issue 3, order: future/promise
// WHY: the thread fulfils a promise captured by reference; main gets its future first and waits

#include <map>
#include <thread>
#include <future>

static std::map<int, int> M;
static void run() {
  std::promise<void> ready;
  auto waiter = ready.get_future();
  std::thread t([&] {
    for (int i = 0; i < 5; ++i) M[i] = i;
    ready.set_value();
  });
  waiter.get();
  M.erase(2);
  t.join();
}
int main() { run(); }
