// CASE: locks-for-statement-guard-ok
// SOURCE: written for this suite
// EXPECT: M OK
// STD: c++17
// PROVES: issue 3, locks: unlock and relock of a guard
// WHY: a for statement with a unique_lock as its variable

#include <map>
#include <thread>
#include <mutex>

#define SYNCHRONIZED(m) for (std::unique_lock<std::mutex> lk_(m); lk_; lk_.unlock())
static std::mutex mu;
static std::map<int, int> M;
static void put(int k) {
  SYNCHRONIZED(mu) { M[k] = k; }
}
int main() {
  std::thread a(put, 1), b(put, 2);
  a.join(); b.join();
}
