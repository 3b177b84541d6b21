// CASE: alias-one-map-in-tuple-race
// SOURCE: written for this suite
// EXPECT: main::tables RACE
// STD: c++17
// PROVES: issue 3, aliases: references (maps in a tuple)
// WHY: one thread takes the element of the tuple by index, the other the same one by type

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
        place(std::get<1>(tables), i);
    other.join();
}
