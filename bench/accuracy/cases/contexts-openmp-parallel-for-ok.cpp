// CASE: contexts-openmp-parallel-for-ok
// SOURCE: written for this suite
// EXPECT: countWords::counts OK
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: each insertion is in a critical section

#include <string>
#include <unordered_map>
#include <vector>

size_t countWords(const std::vector<std::string> &words) {
    std::unordered_map<std::string, int> counts;
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < words.size(); ++i) {
        if (words[i].empty())
            continue;
#pragma omp critical
        counts[words[i]]++;
    }
    return counts.size();
}

int main() { return countWords({"a", "b", "c", "a"}) == 3 ? 0 : 1; }
