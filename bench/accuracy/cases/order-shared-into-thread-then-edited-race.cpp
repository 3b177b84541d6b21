// CASE: order-shared-into-thread-then-edited-race
// SOURCE: written for this suite
// EXPECT: Work::inputs RACE
// STD: c++17
// PROVES: issue 3, order: ownership (built locally, not escaped; moved into the thread)
// WHY: the starter keeps a shared_ptr to what it gave to the thread and adds to it

#include <map>
#include <memory>
#include <thread>

struct Work {
    std::map<int, double> inputs;
};

static double integrate(std::shared_ptr<Work> work) {
    double sum = 0;
    work->inputs.erase(0);
    for (auto& in : work->inputs)
        sum += in.second;
    return sum;
}

int main() {
    auto work = std::make_shared<Work>();
    for (int i = 0; i < 1000; ++i)
        work->inputs.emplace(i, i * 0.5);
    std::thread t(integrate, work);
    work->inputs.emplace(-1, 0.25);
    t.join();
}
