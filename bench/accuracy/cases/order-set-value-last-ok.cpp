// CASE: order-set-value-last-ok
// SOURCE: written for this suite
// EXPECT: Tree::nodes OK
// STD: c++17
// PROVES: checklist, boundary cases: handed over through a promise
// WHY: the producer is done with the map when the promise hands it over

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
    tree->nodes.emplace("/", "root");
    out.set_value(tree);
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
