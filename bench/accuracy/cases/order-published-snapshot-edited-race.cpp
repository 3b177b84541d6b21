// CASE: order-published-snapshot-edited-race
// SOURCE: written for this suite
// EXPECT: RouteTable::current_ RACE
// STD: c++17
// PROVES: checklist MR13: atomic.LoadPointer guards the pointer, not the map
// WHY: add() loads the published map and inserts into it beside the readers

#include <atomic>
#include <string>
#include <thread>
#include <unordered_map>

class RouteTable {
    using Map = std::unordered_map<std::string, int>;

public:
    int lookup(const std::string& net) const {
        const Map* m = current_.load(std::memory_order_acquire);
        auto it = m->find(net);
        return it == m->end() ? -1 : it->second;
    }
    // Called by the control thread only; old snapshots are kept on purpose.
    void add(const std::string& net, int port) {
        Map* m = current_.load(std::memory_order_acquire);
        (*m)[net] = port;
    }

private:
    std::atomic<Map*> current_{new Map};
};

int main() {
    RouteTable table;
    std::thread forwarder([&table] {
        long sum = 0;
        for (int i = 0; i < 5000; ++i)
            sum += table.lookup("10." + std::to_string(i % 100));
        return sum;
    });
    for (int i = 0; i < 100; ++i)
        table.add("10." + std::to_string(i), i);
    forwarder.join();
}
