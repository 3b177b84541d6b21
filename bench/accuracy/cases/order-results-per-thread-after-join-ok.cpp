// CASE: order-results-per-thread-after-join-ok
// SOURCE: written for this suite
// EXPECT: Partial::groups OK
// STD: c++17
// PROVES: peers: per-worker slots; issue 3, order: fork/join
// WHY: each thread has its slot of the vector, the totals are summed up behind the loop that joins

#include <thread>
#include <unordered_map>
#include <vector>

struct Partial {
    std::unordered_map<int, long> groups;
};

static void group(const std::vector<int>& rows, int part, int parts, Partial* out) {
    for (std::size_t i = part; i < rows.size(); i += parts)
        out->groups[rows[i] % 31] += rows[i];
}

int main() {
    std::vector<int> rows;
    for (int i = 0; i < 5000; ++i)
        rows.push_back(i * 13 % 1009);
    std::vector<Partial> partials(3);
    std::vector<std::thread> threads;
    for (int p = 0; p < 3; ++p)
        threads.emplace_back(group, std::cref(rows), p, 3, &partials[p]);
    long total = 0;
    for (auto& t : threads)
        t.join();
    for (auto& p : partials)
        for (auto& g : p.groups)
            total += g.second;
    return total < 0;
}
