// CASE: order-partial-join-race
// SOURCE: written for this suite
// EXPECT: stats::byDay RACE
// STD: c++17
// PROVES: issue 3, order: joining some of the threads ends nothing for the others
// WHY: the reader thread is joined, the writer is not, when main sums up

#include <map>
#include <mutex>
#include <thread>

namespace stats {

std::map<int, long> byDay;
std::mutex dayLock;

void ingest() {
    for (int i = 0; i < 2000; ++i) {
        std::lock_guard<std::mutex> l(dayLock);
        byDay[i % 365] += i;
    }
}

void audit() {
    for (int i = 0; i < 100; ++i) {
        std::lock_guard<std::mutex> l(dayLock);
        (void)byDay.count(i);
    }
}

long total() {
    long sum = 0;
    for (auto& d : byDay)
        sum += d.second;
    return sum;
}

}  // namespace stats

int main() {
    std::thread writer(stats::ingest);
    std::thread reader(stats::audit);
    reader.join();
    long sum = stats::total();
    writer.join();
    return sum < 0 ? 1 : 0;
}
