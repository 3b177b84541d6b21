// CASE: contexts-started-once-ok
// SOURCE: written for this suite
// EXPECT: spool OK
// STD: c++17
// PROVES: issue 3, contexts: multiplicity
// WHY: the function runs in one thread, and nobody else touches the map while it runs

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
    first.join();
    return spool.empty();
}
