// CASE: alias-heap-map-shared-ptr-captured-race
// SOURCE: Go race tests: maps are references, TestRaceMapRW
// EXPECT: main::m RACE
// STD: c++17
// PROVES: issue 3, aliases: references, pointers, smart pointers
// WHY: a local shared_ptr to a map, copied into the thread

#include <map>
#include <memory>
#include <thread>
#include <unordered_map>

int main() {
    auto m = std::make_shared<std::unordered_map<int, int>>();
    std::thread t([m] { (*m)[1] = 1; });
    m->erase(2);
    t.join();
}
