// CASE: locks-scoped-lock-of-two-ok
// SOURCE: written for this suite
// EXPECT: Graph::out_ OK
// EXPECT: Graph::in_ OK
// STD: c++17
// PROVES: design, locks: scoped_lock of several
// WHY: connect() holds both mutexes, each reader the one of its map

#include <mutex>
#include <thread>
#include <unordered_map>

class Graph {
public:
    void connect(int from, int to) {
        std::scoped_lock lock(outMutex_, inMutex_);
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
