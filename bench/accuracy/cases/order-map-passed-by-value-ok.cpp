// CASE: order-map-passed-by-value-ok
// SOURCE: written for this suite
// EXPECT: main::jobs OK
// STD: c++17
// PROVES: checklist, boundary cases: built locally, then handed over through a thread argument
// WHY: std::thread copies the map for the thread, main clears its own

#include <functional>
#include <string>
#include <thread>
#include <unordered_map>

using Jobs = std::unordered_map<int, std::string>;

static std::size_t print(Jobs jobs) {
    std::size_t bytes = 0;
    for (const auto& j : jobs)
        bytes += j.second.size();
    return bytes;
}

int main() {
    Jobs jobs;
    for (int i = 0; i < 1000; ++i)
        jobs.emplace(i, "document");
    std::thread printer(print, jobs);
    jobs.clear();
    printer.join();
}
