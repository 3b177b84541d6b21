#include <map>
#include <string>
#include <thread>

namespace {
struct Context {
    std::map<std::string, int> symbols;
};
Context context;
}  // namespace

std::thread start_linker();

int main() {
    std::thread linker = start_linker();
    for (int i = 0; i < 1000; ++i)
        context.symbols["p" + std::to_string(i)] = i;
    linker.join();
}
