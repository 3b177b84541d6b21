// CASE: order-all-joined-ok
// SOURCE: written for this suite
// EXPECT: stats::byDay OK
// STD: c++17
// PROVES: checklist, boundary cases: written, threads joined, then read by the starter
// WHY: total() needs no lock since both threads were joined before it

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
    writer.join();
    return stats::total() < 0 ? 1 : 0;
}
