// CASE: alias-heap-map-shared-ptr-captured-ok
// SOURCE: Go race tests: maps are references, TestRaceMapRW
// EXPECT: main::m OK
// STD: c++17
// PROVES: issue 3, aliases: references, pointers, smart pointers
// WHY: a local shared_ptr to a map, copied into a thread that is over before the erase

#include <map>
#include <memory>
#include <thread>
#include <unordered_map>

int main() {
    auto m = std::make_shared<std::unordered_map<int, int>>();
    std::thread t([m] { (*m)[1] = 1; });
    t.join();
    m->erase(2);
}
