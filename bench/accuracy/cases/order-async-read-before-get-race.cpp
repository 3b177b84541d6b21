// CASE: order-async-read-before-get-race
// SOURCE: written for this suite
// EXPECT: main::prices RACE
// STD: c++17
// PROVES: issue 3, order: future/promise
// WHY: main uses the map between the launch and get()

#include <future>
#include <string>
#include <unordered_map>

static int load(std::unordered_map<std::string, double>& into) {
    int n = 0;
    for (; n < 3000; ++n)
        into.try_emplace("sku" + std::to_string(n), n * 0.5);
    return n;
}

int main() {
    std::unordered_map<std::string, double> prices;
    auto loading = std::async(std::launch::async, load, std::ref(prices));
    bool early = prices.find("sku17") != prices.end();
    int n = loading.get();
    return early && n == 0 ? 1 : 0;
}
