// CASE: locks-guards-swapped-along-a-chain-ok
// SOURCE: written for this suite
// EXPECT: Zone::records OK
// STD: c++17
// PROVES: issue 3, locks: unique_lock incl. moves
// WHY: each object of the chain is locked before the one before it is let go: the guards change places in each round

#include <map>
#include <memory>
#include <mutex>
#include <thread>

struct Zone {
    std::mutex gate;
    std::map<int, int> records;
    std::unique_ptr<Zone> parent;
};
int find(Zone& leaf, int host) {
    std::unique_lock<std::mutex> held(leaf.gate);
    for (Zone* zone = &leaf;;) {
        auto found = zone->records.find(host);
        if (found != zone->records.end())
            return found->second;
        Zone* up = zone->parent.get();
        if (!up)
            return 0;
        std::unique_lock<std::mutex> next(up->gate);
        held.swap(next);
        next.unlock();
        zone = up;
    }
}
void publish(Zone& zone, int host) {
    std::lock_guard<std::mutex> hold(zone.gate);
    zone.records[host] = 1;
}

int main() {
    Zone leaf;
    leaf.parent = std::make_unique<Zone>();
    Zone* root = leaf.parent.get();
    std::thread other([root] {
        for (int i = 0; i < 300; ++i)
            publish(*root, i);
    });
    for (int i = 0; i < 300; ++i) {
        find(leaf, i);
        publish(leaf, i);
    }
    other.join();
}
