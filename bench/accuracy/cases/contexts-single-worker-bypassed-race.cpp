// CASE: contexts-single-worker-bypassed-race
// SOURCE: written for this suite
// EXPECT: Presence::users_ RACE
// STD: c++17
// PROVES: checklist MR15: channel-serialised map has one owner goroutine
// WHY: online() reads the map of the worker from the caller's thread

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class SerialQueue {
public:
    SerialQueue() : worker_([this] { drain(); }) {}
    ~SerialQueue() {
        post(nullptr);
        worker_.join();
    }
    void post(std::function<void()> f) {
        std::lock_guard<std::mutex> l(m_);
        q_.push_back(std::move(f));
        cv_.notify_one();
    }

private:
    void drain() {
        for (;;) {
            std::unique_lock<std::mutex> l(m_);
            cv_.wait(l, [this] { return !q_.empty(); });
            auto f = std::move(q_.front());
            q_.pop_front();
            l.unlock();
            if (!f)
                return;
            f();
        }
    }
    std::mutex m_;
    std::condition_variable cv_;
    std::deque<std::function<void()>> q_;
    std::thread worker_;
};

class Presence {
public:
    void login(std::string name) {
        queue_.post([this, name] { users_[name] = true; });
    }
    void logout(std::string name) {
        queue_.post([this, name] { users_.erase(name); });
    }
    std::size_t online() {
        return users_.size();
    }

private:
    std::unordered_map<std::string, bool> users_;
    SerialQueue queue_;
};

int main() {
    Presence p;
    std::size_t seen = 0;
    for (int i = 0; i < 500; ++i) {
        p.login("u" + std::to_string(i));
        seen += p.online();
        p.logout("u" + std::to_string(i / 2));
    }
    return seen == 0;
}
