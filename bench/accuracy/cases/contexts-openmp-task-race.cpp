// CASE: contexts-openmp-task-race
// SOURCE: written for this suite
// EXPECT: Cache::entries RACE
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: the task may run beside the thread that made it

#include <string>
#include <unordered_map>

struct Cache {
    std::unordered_map<std::string, int> entries;
};

static void load(Cache &cache) {
    for (int i = 0; i < 100; ++i)
        cache.entries.emplace("key" + std::to_string(i), i);
}

int main() {
    Cache cache;
    size_t seen = 0;
#pragma omp parallel
#pragma omp single
    {
#pragma omp task shared(cache)
        load(cache);
        
        seen = cache.entries.size();
    }
    return seen <= 100 ? 0 : 1;
}
