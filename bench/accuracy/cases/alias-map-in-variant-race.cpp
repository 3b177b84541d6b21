// CASE: alias-map-in-variant-race
// SOURCE: written for this suite
// EXPECT: Node::value RACE
// STD: c++17
// PROVES: issue 3, aliases: references (a map in a variant)
// WHY: one thread adds by get_if and the other reads by get: it is one map

#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <variant>

using Fields = std::map<std::string, int>;
struct Node {
    std::variant<std::string, Fields> value;
    std::mutex gate;
};
void add(Node& node, int i) {
    if (auto* fields = std::get_if<Fields>(&node.value))
        fields->emplace("f" + std::to_string(i), i);
}
std::size_t count(Node& node) {
    return std::get<1>(node.value).size();
}

int main() {
    Node root;
    root.value = Fields();
    std::thread other([&] {
        for (int i = 0; i < 300; ++i)
            add(root, i);
    });
    for (int i = 0; i < 300; ++i)
        count(root);
    other.join();
}
