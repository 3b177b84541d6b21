#include <map>
#include <string>
#include <thread>

namespace {
struct Context {
    std::map<std::string, int> symbols;
};
Context context;

void link_all() {
    Context& c = context;
    for (int i = 0; i < 1000; ++i)
        c.symbols["l" + std::to_string(i)] = i;
}
}  // namespace

std::thread start_linker() { return std::thread(link_all); }
