// CASE: locks-released-handle-still-held-ok
// SOURCE: written for this suite
// EXPECT: quota OK
// STD: c++17
// PROVES: issue 3, locks: helper functions that return holding (unique_lock::release leaves the mutex locked)
// WHY: release() cuts the guard from the mutex without unlocking; it is held until end_update()

#include <mutex>
#include <thread>
#include <unordered_map>

static std::mutex quota_mutex;
static std::unordered_map<int, long> quota;

static void begin_update() {
    std::unique_lock<std::mutex> l(quota_mutex);
    l.release();
}
static void end_update() { quota_mutex.unlock(); }

static void charge(int user, long bytes) {
    begin_update();
    quota[user] += bytes;
    if (bytes < 0)
        quota.erase(user);
    end_update();
}

int main() {
    auto work = [](int from) {
        for (int i = from; i < from + 1000; ++i)
            charge(i % 64, i % 9 ? i : -i);
    };
    std::thread a(work, 0), b(work, 33);
    a.join();
    b.join();
}
