// CASE: contexts-transform-makes-threads-race
// SOURCE: written for this suite
// EXPECT: hits RACE
// STD: c++17
// PROVES: issue 3, contexts: callables passed through several layers; multiplicity
// WHY: threads made by std::transform

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

static std::mutex mu;
static std::map<int, int> hits;
static void hit(int i) {
    hits[i]++;
}
int main() {
    std::vector<int> ids{1, 2, 3};
    std::vector<std::thread> ts;
    std::transform(ids.begin(), ids.end(), std::back_inserter(ts), [](int i) { return std::thread([i] { hit(i); }); });
    for (auto& t : ts)
        t.join();
    return static_cast<int>(hits.size());
}
