// CASE: alias-openmp-thread-number-race
// SOURCE: written for this suite
// EXPECT: merge::partial RACE
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: every thread takes the first map

#include <cstddef>
#include <map>
#include <vector>

extern "C" int omp_get_thread_num();
extern "C" int omp_get_max_threads();

static void collect(std::vector<std::map<int, int>> &maps, int tid, int value) { maps[tid][value] += 1; }

static std::size_t merge(const std::vector<int> &values) {
    std::vector<std::map<int, int>> partial(omp_get_max_threads());
#pragma omp parallel
    {
        int tid = 0;
#pragma omp for
        for (int i = 0; i < static_cast<int>(values.size()); ++i)
            collect(partial, tid, values[i]);
    }
    std::map<int, int> all;
    for (const auto &map : partial)
        all.insert(map.begin(), map.end());
    return all.size();
}

int main() { return merge({1, 2, 3}) == 3 ? 0 : 1; }
