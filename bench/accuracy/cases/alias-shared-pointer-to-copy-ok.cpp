// CASE: alias-shared-pointer-to-copy-ok
// SOURCE: written for this suite
// EXPECT: Depot::trucks OK
// STD: c++17
// PROVES: issue 3, aliases: smart pointers
// WHY: the shared pointer leads to a copy of the map in the depot

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
Trucks trucksOf(const std::shared_ptr<Depot>& depot) { return std::make_shared<std::map<int, std::string>>(depot->trucks); }
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
