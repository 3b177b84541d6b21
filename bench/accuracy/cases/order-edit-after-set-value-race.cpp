// CASE: order-edit-after-set-value-race
// SOURCE: written for this suite
// EXPECT: Tree::nodes RACE
// STD: c++17
// PROVES: checklist, boundary cases: handed over through a promise
// WHY: the producer adds the root after the promise has handed the map over

#include <future>
#include <map>
#include <memory>
#include <string>
#include <thread>

struct Tree {
    std::map<std::string, std::string> nodes;
};

static void produce(std::promise<std::shared_ptr<Tree>> out) {
    auto tree = std::make_shared<Tree>();
    for (int i = 0; i < 500; ++i)
        tree->nodes.emplace("/dir/" + std::to_string(i), "file");
    out.set_value(tree);
    tree->nodes.emplace("/", "root");
}

int main() {
    std::promise<std::shared_ptr<Tree>> promise;
    auto future = promise.get_future();
    std::thread producer(produce, std::move(promise));
    auto tree = future.get();
    std::size_t depth = 0;
    for (auto& node : tree->nodes)
        depth += node.first.size();
    producer.join();
    return depth == 0;
}
