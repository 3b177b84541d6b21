// CASE: locks-mutex-in-each-worker-race
// SOURCE: written for this suite
// EXPECT: Totals::bytesByHost RACE
// STD: c++17
// PROVES: issue 3, locks: a mutex in each worker
// WHY: each worker locks its own mutex around the totals that all workers share

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

struct Totals {
    std::unordered_map<std::string, long> bytesByHost;
};

class Worker {
public:
    Worker(Totals& totals, int id) : totals_(totals), id_(id) {}
    void operator()() {
        for (int i = 0; i < 500; ++i) {
            std::lock_guard<std::mutex> lock(mutex_);
            totals_.bytesByHost["host" + std::to_string((i * id_) % 100)] += i;
        }
    }

private:
    std::mutex mutex_;
    Totals& totals_;
    int id_;
};

int main() {
    Totals totals;
    Worker one(totals, 1), two(totals, 2);
    std::thread a(std::ref(one)), b(std::ref(two));
    a.join();
    b.join();
    return totals.bytesByHost.empty() ? 1 : 0;
}
