// CASE: contexts-callable-through-layers-ok
// SOURCE: written for this suite
// EXPECT: app::Stats::counters OK
// STD: c++17
// PROVES: issue 3, contexts: callables passed through several layers
// WHY: dispatch -> enqueue -> trace wrapper -> thread: the lambda ends up in two threads and locks

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace app {

struct Stats {
    std::mutex mutex;
    std::unordered_map<std::string, long> counters;
};

using Job = std::function<void()>;

class Executor {
public:
    ~Executor() {
        for (auto &t : threads_)
            t.join();
    }
    template <class F>
    void dispatch(F &&f) {
        enqueue(Job(std::forward<F>(f)));
    }

private:
    void enqueue(Job job) { launch(traced(std::move(job))); }
    static Job traced(Job inner) {
        return [inner = std::move(inner)] {
            inner();
        };
    }
    void launch(Job job) { threads_.emplace_back(std::move(job)); }
    std::vector<std::thread> threads_;
};

}  // namespace app

int main() {
    app::Stats stats;
    app::Executor executor;
    for (int n = 0; n < 2; ++n)
        executor.dispatch([&stats, n] {
            for (int i = 0; i < 500; ++i) {
                std::lock_guard<std::mutex> lock(stats.mutex);
                stats.counters["c" + std::to_string(i * (n + 1))]++;
            }
        });
}
