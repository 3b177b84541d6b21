// CASE: contexts-coroutine-pool-of-threads-race
// SOURCE: written for this suite
// EXPECT: Jobs::done_ RACE
// STD: c++20
// PROVES: issue 3, contexts: coroutines resumed by an executor as far as the AST shows
// WHY: several workers resume the coroutines, which write one map

#include <coroutine>
#include <mutex>
#include <queue>
#include <thread>
#include <unordered_map>
#include <vector>

class Pool {
public:
    struct Switch {
        Pool *pool;
        bool await_ready() { return false; }
        void await_suspend(std::coroutine_handle<> h) {
            std::lock_guard<std::mutex> lock(pool->mutex);
            pool->waiting.push(h);
        }
        void await_resume() {}
    };
    Switch enter() { return {this}; }

    void drain(int threads) {
        std::vector<std::thread> workers;
        for (int i = 0; i < threads; ++i)
            workers.emplace_back([this] {
                for (;;) {
                    std::coroutine_handle<> h;
                    {
                        std::lock_guard<std::mutex> lock(mutex);
                        if (waiting.empty())
                            return;
                        h = waiting.front();
                        waiting.pop();
                    }
                    h();
                }
            });
        for (auto &worker : workers)
            worker.join();
    }

private:
    std::mutex mutex;
    std::queue<std::coroutine_handle<>> waiting;
};

struct Job {
    struct promise_type {
        Job get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

class Jobs {
public:
    Job work(Pool &pool, int id) {
        co_await pool.enter();
        for (int i = 0; i < 100; ++i) {
            done_[id] += i;
        }
    }

private:
    std::mutex mutex_;
    std::unordered_map<int, int> done_;
};

int main() {
    Pool pool;
    Jobs jobs;
    for (int id = 0; id < 8; ++id)
        jobs.work(pool, id);
    pool.drain(4);
}
