// CASE: order-static-table-initialised-ok
// SOURCE: written for this suite
// EXPECT: opcode_of::table OK
// STD: c++17
// PROVES: issue 3, order: static-local init
// WHY: the static map is filled by its initialiser, which the language runs once

#include <string>
#include <thread>
#include <unordered_map>

static int opcode_of(const std::string& mnemonic) {
    static const std::unordered_map<std::string, int> table = {{"add", 1}, {"sub", 2}, {"jmp", 3}};
    auto it = table.find(mnemonic);
    return it == table.end() ? -1 : it->second;
}

static void assemble(const char* what) {
    for (int i = 0; i < 500; ++i)
        opcode_of(what);
}

int main() {
    std::thread a(assemble, "add"), b(assemble, "jmp");
    a.join();
    b.join();
}
