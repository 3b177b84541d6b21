// CASE: alias-two-maps-in-tuple-ok
// SOURCE: written for this suite
// EXPECT: main::tables OK
// STD: c++17
// PROVES: issue 3, aliases: references (maps in a tuple)
// WHY: each thread has an element of the tuple of its own, one by index and one by type

#include <map>
#include <string>
#include <thread>
#include <tuple>

using Names = std::map<int, std::string>;
using Towns = std::map<std::string, int>;
void number(Names& names, int i) { names[i] = "x"; }
void place(Towns& towns, int i) { towns[std::to_string(i)] = i; }

int main() {
    std::tuple<Names, Towns> tables;
    std::thread other([&] {
        for (int i = 0; i < 300; ++i)
            place(std::get<Towns>(tables), i);
    });
    for (int i = 0; i < 300; ++i)
        number(std::get<0>(tables), i);
    other.join();
}
