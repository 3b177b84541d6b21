// CASE: alias-openmp-task-own-node-ok
// SOURCE: written for this suite
// EXPECT: Node::own OK
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: each task has the node that it was made for

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
            n->own[n->size] += 1;
        }
    }
    return static_cast<int>(bySize.size());
}

int main() {
    Node a, b;
    a.next = &b;
    return total(&a) >= 0 ? 0 : 1;
}
