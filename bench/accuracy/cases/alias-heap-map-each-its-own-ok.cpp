// CASE: alias-heap-map-each-its-own-ok
// SOURCE: written for this suite
// EXPECT: work::m OK
// STD: c++17
// PROVES: issue 3, aliases: references, pointers, smart pointers
// WHY: each thread makes a map of its own and gives it to a helper thread that it waits for

#include <map>
#include <memory>
#include <thread>

static void work(int k) {
    auto m = std::make_unique<std::map<int, int>>();
    (*m)[k] = 1;
    auto* p = m.get();
    std::thread helper([p, k] { (*p)[k + 1] = 2; });
    helper.join();
    (*m)[k + 2] = 3;
}
int main() {
    std::thread a(work, 1), b(work, 2);
    a.join();
    b.join();
}
