// CASE: contexts-recursive-split-own-maps-ok
// SOURCE: written for this suite
// EXPECT: count::left OK
// EXPECT: count::right OK
// STD: c++17
// PROVES: issue 3, aliases: recursive functions and cycles reach a fixpoint
// WHY: each level works on maps of its own and merges them after get()

#include <future>
#include <string>
#include <unordered_map>
#include <vector>

using Lengths = std::unordered_map<std::size_t, int>;
using Iter = std::vector<std::string>::const_iterator;

static Lengths count(Iter first, Iter last, int depth) {
    Lengths left, right;
    if (depth == 0 || last - first < 2) {
        for (; first != last; ++first)
            ++left[first->size()];
        return left;
    }
    Iter mid = first + (last - first) / 2;
    auto other = std::async(std::launch::async, count, first, mid, depth - 1);
    right = count(mid, last, depth - 1);
    left = other.get();
    for (auto& r : right)
        left[r.first] += r.second;
    return left;
}

int main() {
    std::vector<std::string> lines;
    for (int i = 0; i < 4000; ++i)
        lines.push_back(std::string(i % 90, '-'));
    Lengths lengths = count(lines.begin(), lines.end(), 2);
    return lengths.size() == 90 ? 0 : 1;
}
