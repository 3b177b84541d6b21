// CASE: locks-released-handle-then-unlocked-race
// SOURCE: written for this suite
// EXPECT: quota RACE
// STD: c++17
// PROVES: issue 3, locks: helper functions that return holding (unique_lock::release leaves the mutex locked)
// WHY: end_update() unlocks the mutex, the correction after it is not covered

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
    end_update();
    if (bytes < 0)
        quota.erase(user);
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
