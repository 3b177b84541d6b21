// CASE: order-barrier-phases-ok
// SOURCE: written for this suite
// EXPECT: main::board OK
// STD: c++20
// PROVES: issue 3, order: latch/barrier/semaphore
// WHY: a barrier separates the fill of a round from its reads, another one the reads from the next fill

#include <barrier>
#include <thread>
#include <unordered_map>
#include <vector>

int main() {
    constexpr int players = 3;
    std::unordered_map<int, int> board;
    std::barrier sync(players);
    std::vector<std::thread> threads;
    for (int p = 0; p < players; ++p)
        threads.emplace_back([&, p] {
            long seen = 0;
            for (int round = 0; round < 100; ++round) {
                if (p == 0)
                    board[round] = round * 2;
                sync.arrive_and_wait();
                if (auto it = board.find(round); it != board.end())
                    seen += it->second;
                sync.arrive_and_wait();
            }
            return seen;
        });
    for (auto& t : threads)
        t.join();
}
