// CASE: alias-recursion-entered-locked-ok
// SOURCE: written for this suite
// EXPECT: Deps::edges_ OK
// STD: c++17
// PROVES: issue 3, aliases: recursive functions and cycles reach a fixpoint
// WHY: both ways into the mutual recursion hold the lock

#include <mutex>
#include <set>
#include <thread>
#include <unordered_map>

class Deps {
public:
    void add(int from, int to) {
        std::lock_guard<std::mutex> l(mu_);
        edges_.emplace(from, to);
    }
    std::size_t mark(int root) {
        std::lock_guard<std::mutex> l(mu_);
        std::set<int> seen;
        visit(root, seen);
        return seen.size();
    }
    std::size_t dump(int root) {
        std::lock_guard<std::mutex> l(mu_);
        std::set<int> seen;
        visit(root, seen);
        return seen.size() * 2;
    }

private:
    void visit(int node, std::set<int>& seen) {
        if (seen.insert(node).second)
            visitChildren(node, seen);
    }
    void visitChildren(int node, std::set<int>& seen) {
        auto range = edges_.equal_range(node);
        for (auto it = range.first; it != range.second; ++it)
            visit(it->second, seen);
    }
    std::mutex mu_;
    std::unordered_multimap<int, int> edges_;
};

int main() {
    Deps deps;
    std::thread parser([&deps] {
        for (int i = 1; i < 1000; ++i)
            deps.add(i / 2, i);
    });
    std::size_t n = 0;
    for (int i = 0; i < 50; ++i)
        n += deps.mark(0) + deps.dump(0);
    parser.join();
    return n == 1;
}
