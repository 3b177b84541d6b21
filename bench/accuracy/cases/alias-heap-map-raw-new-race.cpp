// CASE: alias-heap-map-raw-new-race
// SOURCE: Go race tests: maps are references, TestRaceMapRW2
// EXPECT: main::m RACE
// STD: c++17
// PROVES: issue 3, aliases: references, pointers, smart pointers
// WHY: a map made with new, its pointer given to two threads

#include <map>
#include <thread>

static void fill(std::map<int, int>* p, int k) {
    (*p)[k] = k;
}
int main() {
    auto* m = new std::map<int, int>;
    std::thread a(fill, m, 1), b(fill, m, 2);
    a.join();
    b.join();
    delete m;
}
