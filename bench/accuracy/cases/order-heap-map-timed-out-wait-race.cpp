// CASE: order-heap-map-timed-out-wait-race
// SOURCE: Go race/testdata/select_test.go, TestRaceSelect
// EXPECT: main::res RACE
// STD: c++17
// PROVES: issue 3, order: future/promise
// WHY: a wait that may time out orders nothing

#include <chrono>
#include <future>
#include <map>
#include <memory>
#include <thread>

int main() {
    auto res = std::make_shared<std::map<int, int>>();
    std::promise<void> done;
    auto fut = done.get_future();
    std::thread t([res, d = std::move(done)]() mutable {
        (*res)[1] = 1;
        d.set_value();
    });
    if (fut.wait_for(std::chrono::milliseconds(1)) == std::future_status::timeout)
        (*res)[0] = -1;
    t.join();
}
