// CASE: order-fill-before-indirect-start-ok
// SOURCE: written for this suite
// EXPECT: tariffs OK
// STD: c++17
// PROVES: issue 3, order: may-happen-in-parallel over fork/join (a thread starts threads)
// WHY: the map is full before the supervisor starts, so also before its children start

#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

static std::unordered_map<std::string, int> tariffs;

static long rate_calls() {
    long sum = 0;
    for (int i = 0; i < 1000; ++i) {
        auto t = tariffs.find("+" + std::to_string(i % 100));
        sum += t == tariffs.end() ? 0 : t->second;
    }
    return sum;
}

static void supervise() {
    std::vector<std::thread> raters;
    for (int i = 0; i < 2; ++i)
        raters.emplace_back(rate_calls);
    for (auto& r : raters)
        r.join();
}

int main() {
    for (int i = 0; i < 100; ++i)
        tariffs.emplace("+" + std::to_string(i), i);
    tariffs.emplace("+999", 1);
    std::thread supervisor(supervise);
    supervisor.join();
}
