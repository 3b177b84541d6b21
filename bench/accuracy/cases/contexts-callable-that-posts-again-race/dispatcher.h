#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace Envoy {
// One event loop with its own thread.
class Dispatcher {
public:
    Dispatcher();
    ~Dispatcher();
    void post(std::function<void()> cb);
    void exit();
private:
    void run();
    std::mutex post_lock_;
    std::condition_variable cond_;
    std::deque<std::function<void()>> post_callbacks_;
    bool exit_ = false;
    std::thread thread_;
};
}
