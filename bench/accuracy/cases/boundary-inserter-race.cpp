// CASE: boundary-inserter-race
// SOURCE: written for this suite
// EXPECT: indexed RACE
// STD: c++17
// PROVES: the hazard section of the checklist: what writes a map
// WHY: std::copy into one map through std::inserter

#include <algorithm>
#include <iterator>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

static std::mutex mu;
static std::set<int> indexed;
static void add(const std::vector<int>& more) {
    std::copy(more.begin(), more.end(), std::inserter(indexed, indexed.end()));
}
int main() {
    std::vector<int> a{1, 2}, b{3, 4};
    std::thread s([&] { add(a); }), t([&] { add(b); });
    s.join();
    t.join();
}
