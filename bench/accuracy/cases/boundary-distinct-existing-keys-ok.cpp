// CASE: boundary-distinct-existing-keys-ok
// SOURCE: written for this suite
// EXPECT: main::progress OK
// STD: c++17
// PROVES: checklist, the hazard: writes to the mapped values of two different existing keys do not race with each other
// WHY: all keys exist before the workers start, each worker finds its own and writes its value

#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

int main() {
    std::unordered_map<int, long> progress;
    std::vector<std::thread> workers;
    for (int id = 0; id < 4; ++id)
        progress.emplace(id, 0);
    for (int id = 0; id < 4; ++id)
        workers.emplace_back([&progress, id] {
            auto own = progress.find(id);
            for (int i = 0; i < 1000; ++i)
                own->second += i;
        });
    for (auto& w : workers)
        w.join();
    long sum = 0;
    for (auto& p : progress)
        sum += p.second;
    return sum > 0 ? 0 : 1;
}
