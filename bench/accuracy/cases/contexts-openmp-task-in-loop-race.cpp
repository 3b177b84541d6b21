// CASE: contexts-openmp-task-in-loop-race
// SOURCE: written for this suite
// EXPECT: total::bySize RACE
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: the tasks of the loop insert into one map

#include <map>

struct Node {
    Node *next = nullptr;
    int size = 0;
    std::map<int, int> own;
};

static int total(Node *head) {
    std::map<int, int> bySize;
#pragma omp parallel
#pragma omp single
    {
        for (Node *n = head; n; n = n->next) {
#pragma omp task firstprivate(n) shared(bySize)
            bySize[n->size] += 1;
        }
    }
    return static_cast<int>(bySize.size());
}

int main() {
    Node a, b;
    a.next = &b;
    return total(&a) >= 0 ? 0 : 1;
}
