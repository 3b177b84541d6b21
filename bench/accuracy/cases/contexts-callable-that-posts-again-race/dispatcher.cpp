#include "dispatcher.h"

#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace Envoy {
Dispatcher::Dispatcher() { thread_ = std::thread([this] { run(); }); }
Dispatcher::~Dispatcher() { exit(); }
void Dispatcher::post(std::function<void()> cb) {
    std::lock_guard<std::mutex> lock(post_lock_);
    post_callbacks_.push_back(std::move(cb));
    cond_.notify_one();
}
void Dispatcher::exit() {
    {
        std::lock_guard<std::mutex> lock(post_lock_);
        exit_ = true;
        cond_.notify_one();
    }
    if (thread_.joinable())
        thread_.join();
}
void Dispatcher::run() {
    while (true) {
        std::function<void()> cb;
        {
            std::unique_lock<std::mutex> lock(post_lock_);
            cond_.wait(lock, [this] { return exit_ || !post_callbacks_.empty(); });
            if (post_callbacks_.empty())
                return;
            cb = std::move(post_callbacks_.front());
            post_callbacks_.pop_front();
        }
        cb();
    }
}
}
