// CASE: contexts-openmp-sections-race
// SOURCE: written for this suite
// EXPECT: Report::lines_ RACE
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: two sections run in two threads

#include <map>
#include <string>

class Report {
public:
    void fill() {
#pragma omp parallel sections
        {
#pragma omp section
            {
                for (int i = 0; i < 100; ++i)
                    lines_[i] = "head";
            }
#pragma omp section
            {
                for (int i = 100; i < 200; ++i)
                    lines_[i] = "tail";
            }
        }
        lines_.insert(tail_.begin(), tail_.end());
    }

private:
    std::map<int, std::string> lines_, tail_;
};

int main() {
    Report report;
    report.fill();
}
