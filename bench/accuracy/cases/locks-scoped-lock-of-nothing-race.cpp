// CASE: locks-scoped-lock-of-nothing-race
// SOURCE: written for this suite
// EXPECT: Graph::out_ RACE
// STD: c++17
// PROVES: design, locks: scoped_lock of several
// WHY: `std::scoped_lock lock;` names no mutex and locks none

#include <mutex>
#include <thread>
#include <unordered_map>

class Graph {
public:
    void connect(int from, int to) {
        std::scoped_lock lock;
        out_.emplace(from, to);
        in_.emplace(to, from);
    }
    bool hasOut(int n) {
        std::scoped_lock lock(outMutex_);
        return out_.count(n) > 0;
    }
    bool hasIn(int n) {
        std::scoped_lock lock(inMutex_);
        return in_.count(n) > 0;
    }

private:
    std::mutex outMutex_, inMutex_;
    std::unordered_multimap<int, int> out_, in_;
};

int main() {
    Graph g;
    std::thread builder([&g] {
        for (int i = 0; i < 1000; ++i)
            g.connect(i, i + 1);
    });
    int n = 0;
    for (int i = 0; i < 1000; ++i)
        n += g.hasOut(i) + g.hasIn(i);
    builder.join();
    return n < 0;
}
