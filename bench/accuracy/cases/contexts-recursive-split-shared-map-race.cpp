// CASE: contexts-recursive-split-shared-map-race
// SOURCE: written for this suite
// EXPECT: main::lengths RACE
// STD: c++17
// PROVES: issue 3, aliases: recursive functions and cycles reach a fixpoint
// WHY: each level gives one half to another thread, and all levels write the same map

#include <future>
#include <string>
#include <unordered_map>
#include <vector>

using Lengths = std::unordered_map<std::size_t, int>;
using Iter = std::vector<std::string>::const_iterator;

static void count(Iter first, Iter last, Lengths& out, int depth) {
    if (depth == 0 || last - first < 2) {
        for (; first != last; ++first)
            ++out[first->size()];
        return;
    }
    Iter mid = first + (last - first) / 2;
    auto other = std::async(std::launch::async, count, first, mid, std::ref(out), depth - 1);
    count(mid, last, out, depth - 1);
    other.wait();
}

int main() {
    std::vector<std::string> lines;
    for (int i = 0; i < 4000; ++i)
        lines.push_back(std::string(i % 90, '-'));
    Lengths lengths;
    count(lines.begin(), lines.end(), lengths, 2);
    return lengths.size() == 90 ? 0 : 1;
}
