// CASE: boundary-distinct-keys-inserted-race
// SOURCE: written for this suite
// EXPECT: main::progress RACE
// STD: c++17
// PROVES: checklist, the hazard: writes to the mapped values of two different existing keys do not race with each other
// WHY: each worker writes its own key, but operator[] inserts it first

#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

int main() {
    std::unordered_map<int, long> progress;
    std::vector<std::thread> workers;
    for (int id = 0; id < 4; ++id)
        workers.emplace_back([&progress, id] {
            for (int i = 0; i < 1000; ++i)
                progress[id] += i;
        });
    for (auto& w : workers)
        w.join();
    long sum = 0;
    for (auto& p : progress)
        sum += p.second;
    return sum > 0 ? 0 : 1;
}
