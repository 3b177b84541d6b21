// CASE: contexts-timer-expiry-ok
// SOURCE: written for this suite
// EXPECT: auth::TokenStore::tokens_ OK
// STD: c++20
// PROVES: design, thread entries
// WHY: the expiry callback takes mu_ as all other members do

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace auth {

class PeriodicTimer {
public:
    PeriodicTimer(std::chrono::microseconds period, std::function<void()> cb)
        : period_(period), cb_(std::move(cb)), thread_([this] { tick(); }) {}
    ~PeriodicTimer() {
        stop_ = true;
        thread_.join();
    }

private:
    void tick() {
        while (!stop_) {
            std::this_thread::sleep_for(period_);
            cb_();
        }
    }
    std::chrono::microseconds period_;
    std::function<void()> cb_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

struct Token {
    std::string user;
    int issued;
};

class TokenStore {
public:
    TokenStore() : timer_(std::chrono::microseconds(200), [this] { expire(); }) {}

    void issue(const std::string& id, Token t) {
        std::lock_guard<std::mutex> g(mu_);
        clock_ = t.issued;
        tokens_[id] = std::move(t);
    }
    bool valid(const std::string& id) const {
        std::lock_guard<std::mutex> g(mu_);
        return tokens_.find(id) != tokens_.end();
    }

private:
    void expire() {
        std::lock_guard<std::mutex> g(mu_);
        const int limit = clock_ - 50;
        std::erase_if(tokens_, [limit](const auto& e) { return e.second.issued < limit; });
    }

    mutable std::mutex mu_;
    int clock_ = 0;
    std::unordered_map<std::string, Token> tokens_;
    PeriodicTimer timer_;
};

}  // namespace auth

int main() {
    auto* store = new auth::TokenStore;
    int ok = 0;
    for (int i = 0; i < 4000; ++i) {
        store->issue("t" + std::to_string(i), {"u", i});
        ok += store->valid("t" + std::to_string(i));
    }
    delete store;
    return ok == 0;
}
