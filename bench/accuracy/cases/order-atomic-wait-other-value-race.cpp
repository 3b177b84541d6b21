// CASE: order-atomic-wait-other-value-race
// SOURCE: written for this suite
// EXPECT: Level::tiles RACE
// STD: c++20
// PROVES: issue 3, order: release/acquire publication (atomic wait and notify)
// WHY: the state is set to 1 before the map is filled, and the waiter goes on at 1

#include <atomic>
#include <thread>
#include <unordered_map>

struct Level {
    std::unordered_map<int, int> tiles;
    std::atomic<int> state{0};
};

static void stream_in(Level& level) {
    level.state.store(1);
    level.state.notify_all();
    for (int i = 0; i < 1000; ++i)
        level.tiles[i] = i % 4;
}

int main() {
    Level level;
    std::jthread streamer(stream_in, std::ref(level));
    level.state.wait(0);
    auto grass = level.tiles.find(0);
    return grass != level.tiles.end() && grass->second > 4;
}
