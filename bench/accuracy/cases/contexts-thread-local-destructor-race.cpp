// CASE: contexts-thread-local-destructor-race
// SOURCE: written for this suite
// EXPECT: totals RACE
// STD: c++17
// PROVES: design, thread entries; thread_local
// WHY: threads that end at the same time add to one map

#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

static std::mutex totals_mu;
static std::map<std::string, long> totals;

struct ThreadCounters {
    std::map<std::string, long> local;
    ~ThreadCounters() {
        
        for (auto &c : local)
            totals[c.first] += c.second;
    }
};

static thread_local ThreadCounters counters;

static void count(const std::string &what) { ++counters.local[what]; }

static void worker() {
    for (int i = 0; i < 1000; ++i)
        count("job" + std::to_string(i % 7));
}

int main() {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back(worker);
    for (auto &t : threads)
        t.join();
    return static_cast<int>(totals.size()) == 0;
}
