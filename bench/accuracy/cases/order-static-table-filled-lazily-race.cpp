// CASE: order-static-table-filled-lazily-race
// SOURCE: written for this suite
// EXPECT: opcode_of::table RACE
// STD: c++17
// PROVES: issue 3, order: static-local init
// WHY: the static map is made once, but filled behind an unsynchronised empty() test

#include <string>
#include <thread>
#include <unordered_map>

static int opcode_of(const std::string& mnemonic) {
    static std::unordered_map<std::string, int> table;
    if (table.empty()) {
        table["add"] = 1;
        table["sub"] = 2;
        table["jmp"] = 3;
    }
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
