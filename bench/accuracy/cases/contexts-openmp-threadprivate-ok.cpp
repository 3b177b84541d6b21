// CASE: contexts-openmp-threadprivate-ok
// SOURCE: written for this suite
// EXPECT: memo OK
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: threadprivate gives each thread a cache of its own

#include <unordered_map>

static std::unordered_map<long, long> memo;
#pragma omp threadprivate(memo)

static long collatz(long n) {
    if (n == 1)
        return 0;
    if (auto it = memo.find(n); it != memo.end())
        return it->second;
    long steps = 1 + collatz(n % 2 ? 3 * n + 1 : n / 2);
    memo.emplace(n, steps);
    return steps;
}

int main() {
    long best = 0;
#pragma omp parallel for reduction(max : best)
    for (long n = 1; n < 1000; ++n) {
        long steps = collatz(n);
        best = steps > best ? steps : best;
    }
    return best > 0 ? 0 : 1;
}
