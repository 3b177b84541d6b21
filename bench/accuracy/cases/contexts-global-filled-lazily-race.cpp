// CASE: contexts-global-filled-lazily-race
// SOURCE: written for this suite
// EXPECT: opts RACE
// STD: c++17
// PROVES: issue 3, contexts: main and the rest of the program as a context of their own
// WHY: the nearest racy form: each thread fills the table itself

#include <string>
#include <thread>
#include <unordered_map>

std::unordered_map<std::string, int> opts;
struct Init {
    Init() {
        opts["a"] = 1;
        opts["b"] = 2;
    }
};
static int get(const char* k) {
    Init init;
    auto it = opts.find(k);
    return it == opts.end() ? 0 : it->second;
}
int main() {
    std::thread a([] { get("a"); }), b([] { get("b"); });
    a.join();
    b.join();
}
