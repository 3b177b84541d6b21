// CASE: alias-vector-of-shards-first-lock-race
// SOURCE: written for this suite
// EXPECT: Shard::items RACE
// STD: c++17
// PROVES: issue 3, aliases: maps in structs in vectors
// WHY: remove() locks shard 0 whatever shard it erases from

#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

struct Shard {
    std::mutex mutex;
    std::unordered_map<unsigned, unsigned> items;
};

class ShardedTable {
public:
    explicit ShardedTable(std::size_t n) : shards_(n) {}

    void insert(unsigned key, unsigned value) {
        Shard &shard = shards_[key % shards_.size()];
        std::lock_guard<std::mutex> lock(shard.mutex);
        shard.items.insert_or_assign(key, value);
    }
    void remove(unsigned key) {
        Shard &shard = shards_[key % shards_.size()];
        std::lock_guard<std::mutex> lock(shards_[0].mutex);
        shard.items.erase(key);
    }
    std::size_t size() {
        std::size_t n = 0;
        for (Shard &s : shards_) {
            std::lock_guard<std::mutex> lock(s.mutex);
            n += s.items.size();
        }
        return n;
    }

private:
    std::vector<Shard> shards_;
};

int main() {
    ShardedTable table(4);
    std::thread adder([&table] {
        for (unsigned i = 0; i < 3000; ++i)
            table.insert(i % 128, i);
    });
    for (unsigned i = 0; i < 3000; ++i)
        table.remove(i % 128);
    adder.join();
    return table.size() > 128;
}
