// CASE: contexts-openmp-taskloop-race
// SOURCE: written for this suite
// EXPECT: Pages::rank RACE
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: the iterations are tasks of several threads

#include <unordered_map>

struct Pages {
    std::unordered_map<int, double> rank;
};

int main() {
    Pages pages;
#pragma omp parallel
#pragma omp single
    {
#pragma omp taskloop grainsize(10)
        for (int i = 0; i < 100; ++i)
            pages.rank[i] = 1.0;
    }
    return pages.rank.size() == 100 ? 0 : 1;
}
