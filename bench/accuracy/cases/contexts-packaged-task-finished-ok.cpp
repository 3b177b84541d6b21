// CASE: contexts-packaged-task-finished-ok
// SOURCE: written for this suite
// EXPECT: Report::sums OK
// STD: c++17
// PROVES: design, thread entries: std::thread/jthread/async/packaged_task
// WHY: the header row is added when the task's future is ready

#include <future>
#include <map>
#include <string>
#include <thread>

struct Report {
    std::map<std::string, long> sums;
};

int main() {
    Report report;
    std::packaged_task<long(int)> summarise([&report](int months) {
        long total = 0;
        for (int m = 0; m < months; ++m) {
            report.sums["month" + std::to_string(m)] = m * 100;
            total += m * 100;
        }
        return total;
    });
    std::future<long> total = summarise.get_future();
    std::thread runner(std::move(summarise), 400);
    long t = total.get();
    report.sums["header"] = 0;
    runner.join();
    return t > 0 ? 0 : 1;
}
