// CASE: contexts-global-filled-before-main-ok
// SOURCE: compiler-rt test/tsan, global_race: constructor before main
// EXPECT: opts OK
// STD: c++17
// PROVES: issue 3, contexts: main and the rest of the program as a context of their own
// WHY: the constructor of a global fills the table before main starts any thread

#include <string>
#include <thread>
#include <unordered_map>

std::unordered_map<std::string, int> opts;
struct Init {
    Init() {
        opts["a"] = 1;
        opts["b"] = 2;
    }
} init;
static int get(const char* k) {
    auto it = opts.find(k);
    return it == opts.end() ? 0 : it->second;
}
int main() {
    std::thread a([] { get("a"); }), b([] { get("b"); });
    a.join();
    b.join();
}
