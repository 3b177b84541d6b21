// CASE: order-future-value-moved-out-ok
// SOURCE: written for this suite
// EXPECT: Index::entries OK
// STD: c++17
// PROVES: issue 3, order: future/promise
// WHY: the future gives its map away once, to main, which is then the only one to edit it

#include <future>
#include <map>
#include <memory>
#include <string>
#include <thread>

struct Index {
    std::map<std::string, int> entries;
};

static Index build() {
    Index built;
    for (int i = 0; i < 100; ++i)
        built.entries.emplace("k" + std::to_string(i), i);
    return built;
}

int main() {
    std::future<Index> ready = std::async(std::launch::async, build);
    Index index = ready.get();
    for (int i = 0; i < 500; ++i)
        index.entries.emplace("y" + std::to_string(i), i);
}
