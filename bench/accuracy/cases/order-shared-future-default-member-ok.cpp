// CASE: order-shared-future-default-member-ok
// SOURCE: Go race/testdata/chan_test.go, TestNoRaceChanAsyncCloseRecv
// EXPECT: App::config OK
// STD: c++17
// PROVES: issue 3, order: future/promise
// WHY: config is filled, then the gate is opened; all workers wait for its shared_future

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
        config["l"] = "w";
        gate.set_value();
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
