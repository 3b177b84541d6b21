// CASE: contexts-generic-lambda-thread-ok
// SOURCE: written for this suite
// EXPECT: table OK
// STD: c++17
// PROVES: issue 3, contexts: callables passed through several layers; multiplicity
// WHY: std::thread runs a generic lambda; the first thread is over before the second

#include <thread>
#include <unordered_map>

static std::unordered_map<int, int> table;
int main() {
    auto put = [](auto k) { table[static_cast<int>(k)] = 1; };
    std::thread a(put, 1);
    a.join();
    std::thread b(put, 2L);
    b.join();
}
