// CASE: contexts-coroutine-resumed-by-pool-ok
// SOURCE: written for this suite
// EXPECT: handled OK
// STD: c++20
// PROVES: issue 3, contexts: coroutines resumed by an executor as far as the AST shows
// WHY: after co_await the coroutines run in threads of their own and lock

#include <coroutine>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

static std::vector<std::thread> threads;
static std::mutex handled_mutex;
static std::unordered_map<int, int> handled;

struct FireAndForget {
    struct promise_type {
        FireAndForget get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

struct OnNewThread {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) {
        threads.push_back(std::thread([h] { h.resume(); }));
    }
    void await_resume() const noexcept {}
};

FireAndForget handle(int request) {
    co_await OnNewThread{};
    for (int i = 0; i < 500; ++i) {
        std::lock_guard<std::mutex> lock(handled_mutex);
        handled.emplace(request * 1000 + i, i);
    }
}

int main() {
    for (int r = 0; r < 3; ++r)
        handle(r);
    for (auto& t : threads)
        t.join();
}
