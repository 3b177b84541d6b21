// CASE: locks-comma-guard-covers-expression-ok
// SOURCE: written for this suite
// EXPECT: Dedup::seen OK
// STD: c++17
// PROVES: issue 3, locks: guard in a comma expression
// WHY: a temporary lives to the end of the full expression, and the insertion is part of it

#include <mutex>
#include <thread>
#include <unordered_set>

struct Dedup {
    using Guard = std::lock_guard<std::mutex>;
    std::mutex m;
    std::unordered_set<int> seen;

    bool first(int id) {
        return Guard{m}, ++asked, seen.insert(id).second;
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
