// CASE: alias-copied-handles-own-map-ok
// SOURCE: Go race tests: copy of a struct shares the map
// EXPECT: main::idx OK
// STD: c++17
// PROVES: issue 3, aliases: references, pointers, smart pointers
// WHY: each handle has a map of its own

#include <map>
#include <memory>
#include <thread>

struct Handle {
    std::shared_ptr<std::map<int, int>> idx;
    int id;
};
static void use(Handle h) {
    (*h.idx)[h.id] = h.id;
}
int main() {
    auto idx = std::make_shared<std::map<int, int>>();
    auto other = std::make_shared<std::map<int, int>>();
    Handle h{idx, 1};
    Handle h2{other, 1};
    h2.id = 2;
    std::thread a(use, h), b(use, h2);
    a.join();
    b.join();
}
