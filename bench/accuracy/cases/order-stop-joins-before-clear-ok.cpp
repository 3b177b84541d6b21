// CASE: order-stop-joins-before-clear-ok
// SOURCE: written for this suite
// EXPECT: Server::requests_ OK
// STD: c++17
// PROVES: issue 3, order: threads joined in the destructor or stop()
// WHY: stop() joins the object's only thread before it clears; start and stop are called from outside, nothing in view calls both
#include <map>
#include <mutex>
#include <thread>

class Server {
public:
    void start() {
        thread_ = std::thread([this] { run(); });
    }
    void stop() {
        thread_.join();
        requests_.clear();
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
