// CASE: order-latch-awaited-ok
// SOURCE: written for this suite
// EXPECT: main::warm OK
// STD: c++20
// PROVES: issue 3, order: latch/barrier/semaphore
// WHY: the loader counts down after its last write, main waits before its first read

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
    loaded.wait();
    bool hit = warm.find("key5") != warm.end();
    return hit ? 0 : 1;
}
