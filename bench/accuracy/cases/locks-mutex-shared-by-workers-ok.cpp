// CASE: locks-mutex-shared-by-workers-ok
// SOURCE: written for this suite
// EXPECT: Totals::bytesByHost OK
// STD: c++17
// PROVES: issue 3, locks: a mutex in each worker (nearest correct form)
// WHY: the workers hold a reference to one mutex that lies beside the totals

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

struct Totals {
    std::mutex mutex;
    std::unordered_map<std::string, long> bytesByHost;
};

class Worker {
public:
    Worker(Totals& totals, int id) : totals_(totals), mutex_(totals.mutex), id_(id) {}
    void operator()() {
        for (int i = 0; i < 500; ++i) {
            std::lock_guard<std::mutex> lock(mutex_);
            totals_.bytesByHost["host" + std::to_string((i * id_) % 100)] += i;
        }
    }

private:
    Totals& totals_;
    std::mutex& mutex_;
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
