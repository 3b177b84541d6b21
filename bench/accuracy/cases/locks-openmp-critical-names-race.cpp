// CASE: locks-openmp-critical-names-race
// SOURCE: written for this suite
// EXPECT: Stats::perHost_ RACE
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: two critical sections of different names do not exclude each other

#include <string>
#include <unordered_map>

struct Stats {
    void add(const std::string &host) {
#pragma omp critical(stats)
        perHost_[host]++;
    }
    void forget(const std::string &host) {
#pragma omp critical
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
