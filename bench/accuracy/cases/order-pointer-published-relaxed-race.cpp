// CASE: order-pointer-published-relaxed-race
// SOURCE: written for this suite
// EXPECT: current RACE
// STD: c++17
// PROVES: checklist: relaxed orders nothing
// WHY: the pointer may be seen before what was filled in

#include <atomic>
#include <string>
#include <thread>
#include <unordered_map>

using Table = std::unordered_map<std::string, int>;
static std::atomic<Table *> current{nullptr};

static void loader() {
    Table *t = new Table;
    for (int i = 0; i < 200; ++i)
        (*t)["k" + std::to_string(i)] = i;
    current.store(t, std::memory_order_relaxed);
}

static int reader() {
    for (int tries = 0; tries < 100000; ++tries)
        if (Table *t = current.load(std::memory_order_relaxed))
            return static_cast<int>(t->count("k7"));
    return 0;
}

int main() {
    std::thread a(loader);
    int found = reader();
    a.join();
    return found > 1;
}
