// CASE: contexts-coroutine-scheduler-queue-race
// SOURCE: written for this suite
// EXPECT: Sessions::byId_ RACE
// STD: c++20
// PROVES: issue 3, contexts: coroutines resumed by an executor as far as the AST shows
// WHY: after co_await the coroutine runs in the worker, while the main thread goes on with the map

#include <condition_variable>
#include <coroutine>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>

class Scheduler {
public:
    Scheduler() : worker_([this] { run(); }) {}
    ~Scheduler() { stop(); }
    void stop() {
        {
            std::lock_guard<std::mutex> lock(mutex_);
            stopped_ = true;
        }
        wake_.notify_one();
        if (worker_.joinable())
            worker_.join();
    }

    struct Awaiter {
        Scheduler &scheduler;
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> handle) { scheduler.push(handle); }
        void await_resume() const noexcept {}
    };
    Awaiter schedule() { return Awaiter{*this}; }

private:
    void push(std::coroutine_handle<> handle) {
        std::lock_guard<std::mutex> lock(mutex_);
        ready_.push_back(handle);
        wake_.notify_one();
    }
    void run() {
        for (;;) {
            std::coroutine_handle<> next;
            {
                std::unique_lock<std::mutex> lock(mutex_);
                wake_.wait(lock, [this] { return stopped_ || !ready_.empty(); });
                if (ready_.empty())
                    return;
                next = ready_.front();
                ready_.pop_front();
            }
            next.resume();
        }
    }
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::coroutine_handle<>> ready_;
    bool stopped_ = false;
    std::thread worker_;
};

struct Detached {
    struct promise_type {
        Detached get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

class Sessions {
public:
    Detached open(Scheduler &scheduler, int id) {
        std::map<int, int> steps;
        co_await scheduler.schedule();
        steps[id] = 1;
        byId_[id] = "open";
        co_await scheduler.schedule();
        steps[id] = 2;
        byId_[id] = "ready";
    }
    std::size_t count() const { return byId_.size(); }

private:
    std::map<int, std::string> byId_;
};

int main() {
    Sessions sessions;
    Scheduler scheduler;
    for (int id = 0; id < 10; ++id)
        sessions.open(scheduler, id);
    
    return sessions.count() <= 10 ? 0 : 1;
}
