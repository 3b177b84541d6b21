// CASE: contexts-parallel-for-each-inserts-race
// SOURCE: written for this suite
// EXPECT: index_all::by_length RACE
// STD: c++17
// TSAN: blind the standard library may run it in one thread
// PROVES: design, thread entries: parallel std algorithms
// WHY: the body of a parallel for_each inserts into a common map

#include <algorithm>
#include <execution>
#include <string>
#include <unordered_map>
#include <vector>

std::size_t index_all(std::vector<std::string>& words) {
    std::unordered_map<std::size_t, std::string> by_length;
    std::for_each(std::execution::par, words.begin(), words.end(), [&](std::string& w) {
        w += '.';
        by_length.emplace(w.size(), w);
    });
    return by_length.size();
}

int main() {
    std::vector<std::string> words;
    for (int i = 0; i < 100; ++i)
        words.push_back(std::string(i, 'w'));
    return index_all(words) == 100 ? 0 : 1;
}
