// CASE: locks-guard-moved-into-callee-race
// SOURCE: written for this suite
// EXPECT: Broker::topics_ RACE
// STD: c++17
// PROVES: issue 3, locks: guards moved
// WHY: notify() takes the guard by value and drops it, and the map is changed after that call

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Broker {
public:
    void publish(const std::string& topic, int n) {
        std::unique_lock<std::mutex> guard(mu_);
        ++version_;
        notify(std::move(guard));
        topics_[topic] = n;
    }
    int waitFor(int version) {
        std::unique_lock<std::mutex> guard(mu_);
        cv_.wait(guard, [&] { return version_ >= version; });
        return static_cast<int>(topics_.size());
    }

private:
    // Lets the lock go before it wakes anyone.
    void notify(std::unique_lock<std::mutex> held) {
        held.unlock();
        cv_.notify_all();
    }
    std::mutex mu_;
    std::condition_variable cv_;
    int version_ = 0;
    std::unordered_map<std::string, int> topics_;
};

int main() {
    Broker broker;
    std::thread feed([&broker] {
        for (int i = 1; i <= 500; ++i)
            broker.publish("t" + std::to_string(i), i);
    });
    for (int v = 1; v <= 500; ++v)
        broker.waitFor(v);
    feed.join();
}
