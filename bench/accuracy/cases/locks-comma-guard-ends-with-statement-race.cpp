// CASE: locks-comma-guard-ends-with-statement-race
// SOURCE: written for this suite
// EXPECT: Dedup::seen RACE
// STD: c++17
// PROVES: issue 3, locks: guard in a comma expression
// WHY: the temporary guard dies at the end of its own statement, the insertion is the next one

#include <mutex>
#include <thread>
#include <unordered_set>

struct Dedup {
    using Guard = std::lock_guard<std::mutex>;
    std::mutex m;
    std::unordered_set<int> seen;

    bool first(int id) {
        Guard{m}, ++asked;
        return seen.insert(id).second;
    }
    int asked = 0;
};

static Dedup dedup;

int main() {
    auto scan = [] {
        for (int i = 0; i < 2000; ++i)
            dedup.first(i);
    };
    std::thread a(scan), b(scan);
    a.join();
    b.join();
}
