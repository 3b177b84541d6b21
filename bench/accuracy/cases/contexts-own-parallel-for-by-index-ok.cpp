// CASE: contexts-own-parallel-for-by-index-ok
// SOURCE: written for this suite
// EXPECT: tally::counts OK
// EXPECT: tally::partial OK
// STD: c++17
// PROVES: issue 3, contexts: callables passed through several layers, templates by instantiation
// WHY: parallel_for gives each call its own map of a vector, merged when it has returned

#include <map>
#include <thread>
#include <vector>

template <class Body>
void parallel_for(int n, const Body &body) {
    std::vector<std::thread> threads;
    threads.reserve(n);
    for (int i = 0; i < n; ++i)
        threads.emplace_back([i, &body] { body(i); });
    for (auto &t : threads)
        t.join();
}

std::map<int, int> tally(const std::vector<int> &values) {
    std::map<int, int> counts;
    std::vector<std::map<int, int>> partial(4);
    parallel_for(4, [&](int part) {
        for (std::size_t i = part; i < values.size(); i += 4)
            ++partial[part][values[i]];
    });
    for (auto &p : partial)
        for (auto &c : p)
            counts[c.first] += c.second;
    return counts;
}

int main() {
    std::vector<int> values;
    for (int i = 0; i < 4000; ++i)
        values.push_back(i * i % 97);
    return tally(values).empty();
}
