// CASE: alias-map-in-any-race
// SOURCE: written for this suite
// EXPECT: main::bag RACE
// STD: c++17
// PROVES: issue 3, aliases: references (a map in an any)
// WHY: both threads change the map that the any holds

#include <any>
#include <map>
#include <string>
#include <thread>

using Words = std::map<std::string, int>;
void set(std::any& bag, int i) {
    std::any_cast<Words&>(bag)["w" + std::to_string(i)] = i;
}

int main() {
    std::any bag = Words();
    std::thread other([&] {
        for (int i = 0; i < 300; ++i)
            set(bag, i);
    });
    for (int i = 0; i < 300; ++i)
        set(bag, i);
    other.join();
}
