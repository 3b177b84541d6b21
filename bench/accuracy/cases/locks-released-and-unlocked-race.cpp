// CASE: locks-released-and-unlocked-race
// SOURCE: written for this suite
// EXPECT: M RACE
// STD: c++17
// PROVES: issue 3, locks: unlock and relock of a guard
// WHY: release() and unlock of the returned mutex, then a write

#include <map>
#include <mutex>
#include <thread>

static std::mutex mu;
static std::map<int, int> M;
static void put(int k) {
    std::unique_lock<std::mutex> l(mu);
    M[k] = k;
    l.release()->unlock();
    M.erase(k - 1);
}
int main() {
    std::thread a(put, 1), b(put, 2);
    a.join();
    b.join();
}
