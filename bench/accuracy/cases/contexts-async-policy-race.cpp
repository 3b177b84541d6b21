// CASE: contexts-async-policy-race
// SOURCE: written for this suite
// EXPECT: prefixes::table RACE
// STD: c++17
// PROVES: design, thread entries: async
// WHY: launch::async runs the closure in another thread beside the loop

#include <future>
#include <string>
#include <unordered_map>

int prefixes(const std::string& text) {
    std::unordered_map<std::string, int> table;
    auto tail = std::async(std::launch::async, [&] {
        for (std::size_t i = text.size() / 2; i < text.size(); ++i)
            table[text.substr(0, i)]++;
        return 1;
    });
    for (std::size_t i = 0; i < text.size() / 2; ++i)
        table[text.substr(0, i)]++;
    return tail.get() + static_cast<int>(table.size());
}

int main() { return prefixes(std::string(600, 'p')) ? 0 : 1; }
