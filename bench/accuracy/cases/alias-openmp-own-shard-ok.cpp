// CASE: alias-openmp-own-shard-ok
// SOURCE: written for this suite
// EXPECT: Index::shards_ OK
// STD: c++17
// FLAGS: -fopenmp
// TSAN: blind the OpenMP runtime is not instrumented
// PROVES: design, thread entries: OpenMP
// WHY: each iteration has a shard of its own

#include <unordered_map>
#include <vector>

class Index {
public:
    explicit Index(int n) : shards_(n) {}
    void build(int keys) {
        int n = static_cast<int>(shards_.size());
#pragma omp parallel for
        for (int s = 0; s < keys; ++s) {
            auto &shard = shards_[s];
            for (int k = s; k < keys; k += n)
                shard.emplace(k, s);
        }
    }

private:
    std::vector<std::unordered_map<int, int>> shards_;
};

int main() {
    Index index(64);
    index.build(64);
}
