// CASE: contexts-started-twice-race
// SOURCE: written for this suite
// EXPECT: spool RACE
// STD: c++17
// PROVES: issue 3, contexts: multiplicity
// WHY: the same function runs in two threads and races with itself

#include <set>
#include <string>
#include <thread>

static std::multiset<std::string> spool;

static void collect(int from) {
    for (int i = from; i < from + 1000; ++i)
        spool.insert("line" + std::to_string(i));
}

int main() {
    std::thread first(collect, 0);
    std::thread second(collect, 1000);
    first.join();
    second.join();
    return spool.empty();
}
