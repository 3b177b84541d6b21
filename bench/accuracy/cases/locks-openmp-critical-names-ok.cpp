// CASE: locks-openmp-critical-names-ok
// SOURCE: written for this suite
// EXPECT: Stats::perHost_ OK
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: both critical sections have one name

#include <string>
#include <unordered_map>

struct Stats {
    void add(const std::string &host) {
#pragma omp critical(stats)
        perHost_[host]++;
    }
    void forget(const std::string &host) {
#pragma omp critical(stats)
        perHost_.erase(host);
    }
    std::unordered_map<std::string, int> perHost_;
};

int main() {
    Stats stats;
#pragma omp parallel for
    for (int i = 0; i < 1000; ++i) {
        stats.add("host" + std::to_string(i % 7));
        if (i % 10 == 0)
            stats.forget("host" + std::to_string(i % 3));
    }
}
