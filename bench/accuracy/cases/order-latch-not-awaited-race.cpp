// CASE: order-latch-not-awaited-race
// SOURCE: written for this suite
// EXPECT: main::warm RACE
// STD: c++20
// PROVES: issue 3, order: latch/barrier/semaphore
// WHY: main looks into the map before it waits for the latch

#include <latch>
#include <string>
#include <thread>
#include <unordered_map>

int main() {
    std::unordered_map<std::string, int> warm;
    std::latch loaded{1};
    std::jthread loader([&] {
        for (int i = 0; i < 2000; ++i)
            warm.try_emplace("key" + std::to_string(i), i);
        loaded.count_down();
    });
    bool hit = warm.find("key5") != warm.end();
    loaded.wait();
    return hit ? 0 : 1;
}
