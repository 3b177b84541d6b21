// CASE: order-openmp-phases-in-callees-race
// SOURCE: written for this suite
// EXPECT: Field::index_ RACE
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: publish() does not wait: the next step reads while one thread writes

#include <map>

struct Field {
    std::map<int, int> index_;
    int found = 0;

    void publish(int step) {
#pragma omp master
        index_[step] = step;
        
    }
    void gather(int step) {
        int local = 0;
#pragma omp for
        for (int i = 0; i < 100; ++i)
            local += static_cast<int>(index_.count(i + step));
#pragma omp atomic
        found += local;
    }
};

int main() {
    Field field;
#pragma omp parallel
    for (int step = 0; step < 10; ++step) {
        field.publish(step);
        field.gather(step);
    }
    return field.found > 0 ? 0 : 1;
}
