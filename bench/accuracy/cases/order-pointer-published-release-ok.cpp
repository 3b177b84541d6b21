// CASE: order-pointer-published-release-ok
// SOURCE: written for this suite
// EXPECT: Table OK
// STD: c++17
// PROVES: checklist: release/acquire publication
// WHY: a release store hands the filled table over

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
    current.store(t, std::memory_order_release);
}

static int reader() {
    for (int tries = 0; tries < 100000; ++tries)
        if (Table *t = current.load(std::memory_order_acquire))
            return static_cast<int>(t->count("k7"));
    return 0;
}

int main() {
    std::thread a(loader);
    int found = reader();
    a.join();
    return found > 1;
}
