// CASE: order-map-passed-by-ref-race
// SOURCE: written for this suite
// EXPECT: main::jobs RACE
// STD: c++17
// PROVES: checklist, boundary cases: built locally, then handed over through a thread argument
// WHY: std::ref gives the thread main's own map, which main clears

#include <functional>
#include <string>
#include <thread>
#include <unordered_map>

using Jobs = std::unordered_map<int, std::string>;

static std::size_t print(const Jobs& jobs) {
    std::size_t bytes = 0;
    for (const auto& j : jobs)
        bytes += j.second.size();
    return bytes;
}

int main() {
    Jobs jobs;
    for (int i = 0; i < 1000; ++i)
        jobs.emplace(i, "document");
    std::thread printer(print, std::cref(jobs));
    jobs.clear();
    printer.join();
}
