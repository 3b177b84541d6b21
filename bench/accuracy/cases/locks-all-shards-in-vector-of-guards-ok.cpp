// CASE: locks-all-shards-in-vector-of-guards-ok
// SOURCE: written for this suite
// EXPECT: Table::Shard::entries OK
// STD: c++17
// PROVES: issue 3, locks: several locks at once
// WHY: size() holds the lock of every shard, in a vector of guards, while it sums

#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

class Table {
public:
    Table() : shards_(8) {}
    void put(unsigned key, int value) {
        Shard& shard = shards_[key % shards_.size()];
        std::lock_guard<std::mutex> lock(shard.mutex);
        shard.entries[key] = value;
    }
    std::size_t size() {
        std::vector<std::unique_lock<std::mutex>> all;
        all.reserve(shards_.size());
        for (auto& shard : shards_)
            all.emplace_back(shard.mutex);
        std::size_t sum = 0;
        for (auto& shard : shards_)
            sum += shard.entries.size();
        return sum;
    }

private:
    struct Shard {
        std::mutex mutex;
        std::unordered_map<unsigned, int> entries;
    };
    std::vector<Shard> shards_;
};

int main() {
    Table table;
    std::thread writer([&table] {
        for (unsigned i = 0; i < 300; ++i)
            table.put(i, 1);
    });
    table.size();
    writer.join();
}
