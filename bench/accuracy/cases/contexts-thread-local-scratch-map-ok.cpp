// CASE: contexts-thread-local-scratch-map-ok
// SOURCE: written for this suite
// EXPECT: simplify::memo OK
// STD: c++17
// PROVES: checklist, boundary cases: per-thread or thread_local map
// WHY: the memo of the function is thread_local

#include <thread>
#include <unordered_map>

long simplify(long n) {
    thread_local std::unordered_map<long, long> memo;
    auto known = memo.find(n);
    if (known != memo.end())
        return known->second;
    long steps = 0;
    for (long v = n; v > 1; v = v % 2 ? 3 * v + 1 : v / 2)
        ++steps;
    return memo[n] = steps;
}

int main() {
    auto range = [](long from) {
        for (long n = from; n < from + 1000; ++n)
            simplify(n);
    };
    std::thread a(range, 1), b(range, 500);
    a.join();
    b.join();
}
