// CASE: order-unique-moved-into-thread-ok
// SOURCE: written for this suite
// EXPECT: Work::inputs OK
// STD: c++17
// PROVES: issue 3, order: ownership (built locally, not escaped; moved into the thread)
// WHY: the starter moves its unique_ptr into the thread and has nothing left to touch

#include <map>
#include <memory>
#include <thread>

struct Work {
    std::map<int, double> inputs;
};

static double integrate(std::unique_ptr<Work> work) {
    double sum = 0;
    work->inputs.erase(0);
    for (auto& in : work->inputs)
        sum += in.second;
    return sum;
}

int main() {
    auto work = std::make_unique<Work>();
    for (int i = 0; i < 1000; ++i)
        work->inputs.emplace(i, i * 0.5);
    work->inputs.emplace(-1, 0.25);
    std::thread t(integrate, std::move(work));
    t.join();
}
