// CASE: order-relaxed-flag-race
// SOURCE: written for this suite
// EXPECT: catalog RACE
// STD: c++17
// PROVES: checklist, the hazard: release/acquire atomics; `relaxed` orders nothing
// WHY: the flag that says "loaded" is stored and loaded relaxed

#include <atomic>
#include <string>
#include <thread>
#include <unordered_map>

static std::unordered_map<std::string, double> catalog;
static std::atomic<bool> loaded{false};

static void load() {
    for (int i = 0; i < 1000; ++i)
        catalog["item" + std::to_string(i)] = i;
    loaded.store(true, std::memory_order_relaxed);
}

int main() {
    std::thread loader(load);
    while (!loaded.load(std::memory_order_relaxed))
        std::this_thread::yield();
    double price = catalog.at("item7");
    loader.join();
    return price == 7 ? 0 : 1;
}
