// CASE: order-jthread-scope-ended-ok
// SOURCE: written for this suite
// EXPECT: load_dictionary::words OK
// STD: c++20
// PROVES: issue 3, order: fork/join (the destructor of a jthread joins)
// WHY: the map is used after the block in which the jthread lives

#include <string>
#include <thread>
#include <unordered_map>

bool load_dictionary(const std::string& wanted) {
    std::unordered_map<std::string, int> words;
    bool found = false;
    {
        std::jthread reader([&words] {
            for (int i = 0; i < 3000; ++i)
                words.emplace("word" + std::to_string(i), i);
        });
    }
    found = words.contains(wanted);
    return found;
}

int main() { return load_dictionary("word1") ? 0 : 1; }
