// CASE: alias-map-in-any-ok
// SOURCE: written for this suite
// EXPECT: main::bag OK
// STD: c++17
// PROVES: issue 3, aliases: references (a map in an any)
// WHY: both threads change the map that the any holds under a lock

#include <any>
#include <map>
#include <mutex>
#include <string>
#include <thread>

using Words = std::map<std::string, int>;
std::mutex gate;
void set(std::any& bag, int i) {
    std::lock_guard<std::mutex> hold(gate);
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
