// CASE: locks-recursive-mutex-nested-ok
// SOURCE: written for this suite
// EXPECT: dom::Tree::nodes_ OK
// STD: c++17
// PROVES: issue 3, locks: recursive mutexes
// WHY: the nested lock and unlock leave the outer one held

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
        if (leaf)
            nodes_.erase(id);
        lock_.unlock();
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
