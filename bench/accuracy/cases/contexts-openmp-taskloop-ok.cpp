// CASE: contexts-openmp-taskloop-ok
// SOURCE: written for this suite
// EXPECT: Pages::rank OK
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: the loop is for vector units only: one thread

#include <unordered_map>

struct Pages {
    std::unordered_map<int, double> rank;
};

int main() {
    Pages pages;
#pragma omp parallel
#pragma omp single
    {
#pragma omp simd
        for (int i = 0; i < 100; ++i)
            pages.rank[i] = 1.0;
    }
    return pages.rank.size() == 100 ? 0 : 1;
}
