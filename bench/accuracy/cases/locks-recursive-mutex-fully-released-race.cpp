// CASE: locks-recursive-mutex-fully-released-race
// SOURCE: written for this suite
// EXPECT: dom::Tree::nodes_ RACE
// STD: c++17
// PROVES: issue 3, locks: recursive mutexes
// WHY: remove() gives its own lock back right after the check, and the one of the helper is long gone

#include <mutex>
#include <thread>
#include <unordered_map>

namespace dom {

class Tree {
public:
    void insert(int id, int parent) {
        std::lock_guard<std::recursive_mutex> l(lock_);
        nodes_[id] = parent;
    }

    void remove(int id) {
        lock_.lock();
        bool leaf = isLeaf(id);
        lock_.unlock();
        if (leaf)
            nodes_.erase(id);
    }

private:
    bool isLeaf(int id) {
        lock_.lock();
        bool leaf = true;
        for (auto& n : nodes_)
            leaf = leaf && n.second != id;
        lock_.unlock();
        return leaf;
    }

    std::recursive_mutex lock_;
    std::unordered_map<int, int> nodes_;
};

}  // namespace dom

int main() {
    dom::Tree tree;
    std::thread parser([&] {
        for (int i = 0; i < 500; ++i)
            tree.insert(i, i / 2);
    });
    for (int i = 499; i >= 0; --i)
        tree.remove(i);
    parser.join();
}
