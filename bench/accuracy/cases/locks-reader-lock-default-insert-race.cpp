// CASE: locks-reader-lock-default-insert-race
// SOURCE: written for this suite
// EXPECT: geo::Index::cells_ RACE
// STD: c++17
// PROVES: checklist, the hazard: a read that may write is a write: `operator[]` default-inserts
// WHY: density() takes the reader side and reads with operator[], which inserts an absent cell

#include <shared_mutex>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace geo {

class Index {
public:
    void add(int cell) {
        std::unique_lock lock(mutex_);
        ++cells_[cell];
    }
    int density(int cell) {
        std::shared_lock lock(mutex_);
        return cells_[cell];
    }

private:
    std::shared_mutex mutex_;
    std::unordered_map<int, int> cells_;
};

}  // namespace geo

int main() {
    geo::Index index;
    std::vector<std::thread> queries;
    for (int q = 0; q < 3; ++q)
        queries.emplace_back([&index, q] {
            for (int i = 0; i < 1500; ++i)
                index.density(q * 100 + i);
        });
    for (int i = 0; i < 300; ++i)
        index.add(i);
    for (auto& q : queries)
        q.join();
}
