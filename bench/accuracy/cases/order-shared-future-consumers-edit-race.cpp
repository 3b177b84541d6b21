// CASE: order-shared-future-consumers-edit-race
// SOURCE: written for this suite
// EXPECT: Index::entries RACE
// STD: c++17
// PROVES: issue 3, order: future/promise
// WHY: both consumers of the shared_future get the same map and insert into it

#include <future>
#include <map>
#include <memory>
#include <string>
#include <thread>

struct Index {
    std::map<std::string, int> entries;
};

static std::shared_ptr<Index> build() {
    auto built = std::make_shared<Index>();
    for (int i = 0; i < 100; ++i)
        built->entries.emplace("k" + std::to_string(i), i);
    return built;
}

int main() {
    std::shared_future<std::shared_ptr<Index>> ready = std::async(std::launch::async, build).share();
    std::shared_ptr<Index> index = ready.get();
    std::thread other([ready] {
        for (int i = 0; i < 500; ++i)
            ready.get()->entries.emplace("x" + std::to_string(i), i);
    });
    for (int i = 0; i < 500; ++i)
        index->entries.emplace("y" + std::to_string(i), i);
    other.join();
}
