// CASE: order-wait-for-timeout-ignored-race
// SOURCE: written for this suite
// EXPECT: main::thumbs RACE
// STD: c++17
// PROVES: issue 3, order: future/promise (a wait that may time out orders nothing)
// WHY: after 1 ms the map is read whether the task has finished or not

#include <chrono>
#include <future>
#include <string>
#include <unordered_map>

int main() {
    std::unordered_map<std::string, int> thumbs;
    std::future<void> scan = std::async(std::launch::async, [&thumbs] {
        for (int i = 0; i < 20000; ++i)
            thumbs[std::to_string(i)] = i;
    });
    std::size_t shown = 0;
    scan.wait_for(std::chrono::milliseconds(1));
    shown = thumbs.size();
    scan.wait();
    return shown > 20000;
}
