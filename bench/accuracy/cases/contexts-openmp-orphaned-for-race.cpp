// CASE: contexts-openmp-orphaned-for-race
// SOURCE: written for this suite
// EXPECT: Grid::visited RACE
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: the loop of sweep() is shared out among the threads of its caller's region

#include <map>

typedef struct omp_lock_t {
    void *_lk;
} omp_lock_t;
extern "C" void omp_init_lock(omp_lock_t *);
extern "C" void omp_set_lock(omp_lock_t *);
extern "C" void omp_unset_lock(omp_lock_t *);

struct Grid {
    std::map<int, int> visited;
    omp_lock_t lock;
};

static void sweep(Grid *grid, int n) {
#pragma omp for schedule(dynamic)
    for (int i = 0; i < n; ++i) {
        // no lock
        grid->visited[i] += 1;
        // either
    }
}

int main() {
    Grid grid;
    omp_init_lock(&grid.lock);
#pragma omp parallel
    sweep(&grid, 1000);
    return grid.visited.size() == 1000 ? 0 : 1;
}
