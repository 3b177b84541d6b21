// CASE: contexts-generic-lambda-thread-race
// SOURCE: written for this suite
// EXPECT: table RACE
// STD: c++17
// PROVES: issue 3, contexts: callables passed through several layers; multiplicity
// WHY: std::thread runs a generic lambda with an argument

#include <thread>
#include <unordered_map>

static std::unordered_map<int, int> table;
int main() {
    auto put = [](auto k) { table[static_cast<int>(k)] = 1; };
    std::thread a(put, 1);
    std::thread b(put, 2L);
    a.join();
    b.join();
}
