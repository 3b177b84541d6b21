// CASE: order-shared-future-default-member-race
// SOURCE: Go race/testdata/chan_test.go, TestNoRaceChanAsyncCloseRecv
// EXPECT: App::config RACE
// STD: c++17
// PROVES: issue 3, order: future/promise
// WHY: an entry is added after the gate was opened

#include <cstddef>
#include <future>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

struct App {
    std::unordered_map<std::string, std::string> config;
    std::promise<void> gate;
    std::shared_future<void> opened{gate.get_future()};
    std::size_t worker() {
        auto o = opened;
        o.wait();
        return config.count("k");
    }
    void load() {
        config["k"] = "v";
        gate.set_value();
        config["l"] = "w";
    }
};
int main() {
    App a;
    std::vector<std::thread> ts;
    for (int i = 0; i < 3; ++i)
        ts.emplace_back(&App::worker, &a);
    a.load();
    for (auto& t : ts)
        t.join();
}
