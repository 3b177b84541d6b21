// CASE: alias-heap-map-locked-ok
// SOURCE: Go race tests: maps are references, locked
// EXPECT: main::m OK
// STD: c++17
// PROVES: issue 3, aliases: references, pointers, smart pointers
// WHY: the same shared_ptr to a map with a mutex beside it

#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

struct Guard {
    std::mutex mu;
};
int main() {
    auto m = std::make_shared<std::unordered_map<int, int>>();
    auto g = std::make_shared<Guard>();
    auto put = [m, g](int k) {
        std::lock_guard<std::mutex> l(g->mu);
        (*m)[k] = k;
    };
    std::thread a(put, 1), b(put, 2);
    a.join();
    b.join();
    return (int)m->size();
}
