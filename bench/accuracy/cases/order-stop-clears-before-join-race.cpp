// CASE: order-stop-clears-before-join-race
// SOURCE: written for this suite
// EXPECT: Server::requests_ RACE
// STD: c++17
// PROVES: issue 3, order: threads joined in the destructor or stop()
// WHY: the counterpart (Transports::Stop): the map is cleared before the thread is joined
#include <map>
#include <mutex>
#include <thread>

class Server {
public:
    void start() {
        thread_ = std::thread([this] { run(); });
    }
    void stop() {
        requests_.clear();
        thread_.join();
    }

private:
    void run() {
        std::lock_guard<std::mutex> guard(mutex_);
        requests_[1] = 1;
    }
    std::mutex mutex_;
    std::map<int, int> requests_;
    std::thread thread_;
};
