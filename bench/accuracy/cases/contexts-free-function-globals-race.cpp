// CASE: contexts-free-function-globals-race
// SOURCE: written for this suite
// EXPECT: (anonymous namespace)::hits RACE
// STD: c++17
// PROVES: checklist, the hazard: readers race with any of these (a global and free functions, main as a context of its own)
// WHY: main prints the table while the sampler thread still inserts

#include <cstdio>
#include <map>
#include <string>
#include <thread>

namespace {
std::map<std::string, int> hits;

void record(const std::string& path) {
    auto pos = hits.lower_bound(path);
    if (pos != hits.end() && pos->first == path)
        ++pos->second;
    else
        hits.emplace_hint(pos, path, 1);
}

void sampler() {
    for (int i = 0; i < 1000; ++i)
        record("/page/" + std::to_string(i % 40));
}
}  // namespace

int main() {
    std::thread t(sampler);
    int best = 0;
    for (const auto& [path, n] : hits)
        best = n > best ? n : best;
    t.join();
    std::printf("%d\n", best);
}
