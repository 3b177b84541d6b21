// CASE: order-openmp-task-depend-race
// SOURCE: written for this suite
// EXPECT: main::plan RACE
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: the second task waits for another variable

#include <map>

int main() {
    std::map<int, int> plan;
    int ready = 0, other = 0;
    long seen = 0;
#pragma omp parallel
#pragma omp single
    {
#pragma omp task shared(plan) depend(out : ready)
        {
            for (int i = 0; i < 50; ++i)
                plan[i] = i;
        }
#pragma omp task shared(plan, seen) depend(in : other)
        seen = static_cast<long>(plan.size());
    }
    return seen + ready + other <= 50 ? 0 : 1;
}
