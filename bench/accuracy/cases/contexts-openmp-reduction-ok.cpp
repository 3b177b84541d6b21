// CASE: contexts-openmp-reduction-ok
// SOURCE: written for this suite
// EXPECT: histogram::bins OK
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: a reduction gives each thread a map of its own

#include <map>
#include <vector>

static void merge(std::map<int, long> &into, const std::map<int, long> &from) {
    for (const auto &[bin, count] : from)
        into[bin] += count;
}
#pragma omp declare reduction(merge : std::map<int, long> : merge(omp_out, omp_in))

std::map<int, long> histogram(const std::vector<int> &values) {
    std::map<int, long> bins;
#pragma omp parallel for reduction(merge : bins)
    for (int i = 0; i < static_cast<int>(values.size()); ++i)
        bins[values[i] / 10] += 1;
    return bins;
}

int main() { return histogram({1, 2, 30}).size() == 2 ? 0 : 1; }
