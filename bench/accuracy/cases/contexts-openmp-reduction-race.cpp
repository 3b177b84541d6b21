// CASE: contexts-openmp-reduction-race
// SOURCE: written for this suite
// EXPECT: histogram::bins RACE
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: the map is shared by default

#include <map>
#include <vector>


std::map<int, long> histogram(const std::vector<int> &values) {
    std::map<int, long> bins;
#pragma omp parallel for schedule(dynamic, 16)
    for (int i = 0; i < static_cast<int>(values.size()); ++i)
        bins[values[i] / 10] += 1;
    return bins;
}

int main() { return histogram({1, 2, 30}).size() == 2 ? 0 : 1; }
