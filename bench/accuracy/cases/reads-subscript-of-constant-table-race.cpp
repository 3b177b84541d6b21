// CASE: reads-subscript-of-constant-table-race
// SOURCE: written for this suite
// EXPECT: limits RACE insert-on-read
// STD: c++17
// PROVES: checklist MR04: a read that can trigger a write is a write
// WHY: three threads only want to read, and operator[] inserts what is absent

#include <map>
#include <string>
#include <thread>
#include <vector>

static std::map<std::string, int> limits = {{"cpu", 4}, {"memory", 16}};

static bool exceeds(const std::string& what, int value) {
    return value > limits[what];
}

int main() {
    std::vector<std::thread> checks;
    for (int i = 0; i < 3; ++i)
        checks.emplace_back([i] {
            for (int n = 0; n < 500; ++n) exceeds(n % 2 ? "cpu" : "disk" + std::to_string(n), i);
        });
    for (auto& c : checks) c.join();
}
