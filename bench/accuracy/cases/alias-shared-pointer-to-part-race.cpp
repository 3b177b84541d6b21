// CASE: alias-shared-pointer-to-part-race
// SOURCE: written for this suite
// EXPECT: Depot::trucks RACE
// STD: c++17
// PROVES: issue 3, aliases: smart pointers
// WHY: the shared pointer owns the depot and leads to the map in it

#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <thread>

struct Depot {
    std::string name;
    std::map<int, std::string> trucks;
};
using Trucks = std::shared_ptr<std::map<int, std::string>>;
Trucks trucksOf(const std::shared_ptr<Depot>& depot) { return Trucks(depot, &depot->trucks); }
void count(Trucks trucks) {
    std::size_t length = 0;
    for (const auto& truck : *trucks)
        length += truck.second.size();
    std::printf("%zu\n", length);
}

int main() {
    auto depot = std::make_shared<Depot>();
    std::thread other(count, trucksOf(depot));
    for (int i = 0; i < 300; ++i)
        depot->trucks[i] = "lorry";
    other.join();
}
