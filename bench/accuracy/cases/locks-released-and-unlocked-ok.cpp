// CASE: locks-released-and-unlocked-ok
// SOURCE: written for this suite
// EXPECT: M OK
// STD: c++17
// PROVES: issue 3, locks: unlock and relock of a guard
// WHY: release() gives the mutex up at the end

#include <map>
#include <mutex>
#include <thread>

static std::mutex mu;
static std::map<int, int> M;
static void put(int k) {
    std::unique_lock<std::mutex> l(mu);
    M[k] = k;
    M.erase(k - 1);
    l.release()->unlock();
}
int main() {
    std::thread a(put, 1), b(put, 2);
    a.join();
    b.join();
}
