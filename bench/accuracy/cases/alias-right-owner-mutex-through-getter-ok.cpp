// CASE: alias-right-owner-mutex-through-getter-ok
// SOURCE: written for this suite
// EXPECT: Zone::creatures_ OK
// STD: c++17
// PROVES: issue 3, locks: locks reached through getters; checklist, boundary cases: both hold locks, different objects' mutexes
// WHY: spawn() and tick() lock the mutex of the zone, which spawn() gets from the zone

#include <mutex>
#include <thread>
#include <unordered_map>

class Zone {
public:
    std::mutex& mutex() { return mutex_; }
    std::unordered_map<int, int>& creatures() { return creatures_; }
    void tick() {
        std::lock_guard<std::mutex> lock(mutex_);
        for (auto it = creatures_.begin(); it != creatures_.end();)
            it = --it->second == 0 ? creatures_.erase(it) : std::next(it);
    }

private:
    std::mutex mutex_;
    std::unordered_map<int, int> creatures_;
};

class World {
public:
    std::mutex& mutex() { return mutex_; }
    Zone& zone() { return zone_; }

private:
    std::mutex mutex_;
    Zone zone_;
};

static void spawn(World& world, int id) {
    std::lock_guard<std::mutex> lock(world.zone().mutex());
    world.zone().creatures().emplace(id, 3);
}

int main() {
    World world;
    std::thread clock([&world] {
        for (int i = 0; i < 1000; ++i)
            world.zone().tick();
    });
    for (int i = 0; i < 1000; ++i)
        spawn(world, i);
    clock.join();
}
