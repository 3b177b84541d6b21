// CASE: contexts-init-capture-by-reference-race
// SOURCE: written for this suite
// EXPECT: main::week RACE
// STD: c++17
// PROVES: design, callables: lambdas (what they capture)
// WHY: the initialiser of the capture takes the map by reference

#include <cstdio>
#include <map>
#include <string>
#include <thread>

int main() {
    std::map<std::string, long> week{{"mon", 4}};
    std::thread printer([&table = week] {
        long all = 0;
        for (const auto& day : table)
            all += day.second;
        std::printf("%ld\n", all);
    });
    week["tue"] = 8;
    printer.join();
}
