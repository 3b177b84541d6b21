// CASE: order-openmp-single-barrier-ok
// SOURCE: written for this suite
// EXPECT: Mesh::neighbours_ OK
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: the barrier at the end of single keeps the readers back

#include <unordered_map>
#include <vector>

class Mesh {
public:
    double smooth(int cells) {
        double total = 0;
#pragma omp parallel
        {
#pragma omp single
            {
                for (int c = 0; c < cells; ++c)
                    neighbours_[c] = c + 1;
            }
#pragma omp for reduction(+ : total)
            for (int c = 0; c < cells; ++c)
                total += weightOf(c);
        }
        return total;
    }

private:
    double weightOf(int c) const {
        auto it = neighbours_.find(c);
        return it == neighbours_.end() ? 0.0 : 1.0 / it->second;
    }
    std::unordered_map<int, int> neighbours_;
};

int main() {
    Mesh mesh;
    return mesh.smooth(1000) > 0 ? 0 : 1;
}
