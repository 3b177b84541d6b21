// CASE: order-wait-for-timeout-checked-ok
// SOURCE: written for this suite
// EXPECT: main::thumbs OK
// STD: c++17
// PROVES: issue 3, order: future/promise (a wait that may time out orders nothing)
// WHY: the map is read only if the future became ready

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
    if (scan.wait_for(std::chrono::milliseconds(1)) == std::future_status::ready)
        shown = thumbs.size();
    scan.wait();
    return shown > 20000;
}
