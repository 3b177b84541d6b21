// CASE: contexts-packaged-task-running-race
// SOURCE: written for this suite
// EXPECT: Report::sums RACE
// STD: c++17
// PROVES: design, thread entries: std::thread/jthread/async/packaged_task
// WHY: the task runs in its thread when the header row is added

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
    report.sums["header"] = 0;
    long t = total.get();
    runner.join();
    return t > 0 ? 0 : 1;
}
