// CASE: contexts-free-function-globals-ok
// SOURCE: written for this suite
// EXPECT: (anonymous namespace)::hits OK
// STD: c++17
// PROVES: checklist, boundary cases: written, threads joined, then read by the starter
// WHY: main prints the table after the only other thread was joined

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
    t.join();
    int best = 0;
    for (const auto& [path, n] : hits)
        best = n > best ? n : best;
    std::printf("%d\n", best);
}
