// CASE: order-static-initialiser-fills-race
// SOURCE: compiler-rt test/tsan, static_init: re-expressed for a map
// EXPECT: names RACE
// STD: c++17
// PROVES: issue 3, order: call_once, static-local init
// WHY: a static flag that is tested by hand is no static initialiser

#include <string>
#include <thread>
#include <unordered_map>

static std::unordered_map<int, std::string> names;
static std::string name(int k) {
    static bool filled = false;
    if (!filled) {
        for (int i = 0; i < 5; ++i)
            names[i] = std::to_string(i);
        filled = true;
    }
    auto it = names.find(k);
    return it == names.end() ? "" : it->second;
}
int main() {
    std::thread a(name, 1), b(name, 2);
    a.join();
    b.join();
}
