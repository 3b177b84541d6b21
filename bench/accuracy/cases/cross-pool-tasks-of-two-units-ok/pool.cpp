#include "pool.h"
#include <condition_variable>
#include <list>
#include <thread>
#include <vector>

static std::mutex m;
static std::condition_variable cv;
static std::list<std::function<void()>> tasks;
static bool finishing;
static std::vector<std::thread> threads;

static void worker() {
    for (;;) {
        std::unique_lock<std::mutex> l(m);
        cv.wait(l, [] { return finishing || !tasks.empty(); });
        if (tasks.empty())
            return;
        std::function<void()> t = std::move(tasks.front());
        tasks.pop_front();
        l.unlock();
        t();
    }
}

void pool_start(int n) {
    while (n--)
        threads.emplace_back(worker);
}

void pool_submit(std::function<void()> task) {
    std::lock_guard<std::mutex> l(m);
    tasks.push_back(std::move(task));
    cv.notify_one();
}

void pool_finish() {
    {
        std::lock_guard<std::mutex> l(m);
        finishing = true;
    }
    cv.notify_all();
    for (auto& t : threads)
        t.join();
}
