// CASE: order-barrier-missing-phase-race
// SOURCE: written for this suite
// EXPECT: sim::Grid::cells RACE
// STD: c++20
// PROVES: issue 3, order
// WHY: the workers go from writing their own slot to reading their neighbour's without the barrier in between

#include <barrier>
#include <cstddef>
#include <memory>
#include <thread>
#include <unordered_map>
#include <vector>

namespace sim {

struct Grid {
    std::vector<std::unordered_map<int, double>> cells;
};

void worker(Grid& grid, std::barrier<>& sync, std::size_t self) {
    const std::size_t n = grid.cells.size();
    double heat = 0;
    for (int step = 0; step < 20; ++step) {
        for (int i = 0; i < 50; ++i)
            grid.cells[self][step * 50 + i] = i + heat;
        // own slot is complete
        for (const auto& [cell, t] : grid.cells[(self + 1) % n])
            heat += t * 1e-6;
        sync.arrive_and_wait();
    }
}

}  // namespace sim

int main() {
    auto grid = std::make_unique<sim::Grid>();
    grid->cells.resize(3);
    std::barrier<> sync(3);
    std::vector<std::thread> ts;
    for (std::size_t i = 0; i < 3; ++i)
        ts.emplace_back(sim::worker, std::ref(*grid), std::ref(sync), i);
    for (auto& t : ts)
        t.join();
}
