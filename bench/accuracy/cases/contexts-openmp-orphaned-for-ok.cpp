// CASE: contexts-openmp-orphaned-for-ok
// SOURCE: written for this suite
// EXPECT: Grid::visited OK
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: the same with the runtime's lock

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
        omp_set_lock(&grid->lock);
        grid->visited[i] += 1;
        omp_unset_lock(&grid->lock);
    }
}

int main() {
    Grid grid;
    omp_init_lock(&grid.lock);
#pragma omp parallel
    sweep(&grid, 1000);
    return grid.visited.size() == 1000 ? 0 : 1;
}
