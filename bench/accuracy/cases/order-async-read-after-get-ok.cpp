// CASE: order-async-read-after-get-ok
// SOURCE: written for this suite
// EXPECT: main::prices OK
// STD: c++17
// PROVES: issue 3, order: future/promise
// WHY: get() returns after the task is done, and the map is only used before the launch and after get()

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
    prices.reserve(3000);
    auto loading = std::async(std::launch::async, load, std::ref(prices));
    int n = loading.get();
    auto it = prices.find("sku17");
    return it != prices.end() && n == 3000 ? 0 : 1;
}
