// CASE: contexts-container-lock-is-not-own-ok
// SOURCE: written for this suite
// EXPECT: Request::excluded_ OK
// STD: c++17
// PROVES: issue 3, contexts: a class that documents itself as shared (owns a mutex)
// WHY: the method that clears has no caller in the program; the rest is done by one thread
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

class Request {
public:
    void clear_excluded();
    int create_message(int peer) {
        excluded_.insert(peer);
        return static_cast<int>(excluded_.size());
    }

private:
    std::set<int> excluded_;
};
void Request::clear_excluded() { excluded_.clear(); }

class Requests {
public:
    std::shared_ptr<Request> create(int ident) {
        auto request = std::make_shared<Request>();
        std::lock_guard<std::mutex> guard(mutex_);
        requests_[ident] = request;
        return request;
    }
    void manage() {
        std::lock_guard<std::mutex> guard(mutex_);
        for (auto& entry : requests_)
            entry.second->create_message(entry.first);
    }

private:
    std::mutex mutex_;
    std::map<int, std::shared_ptr<Request>> requests_;
};

class NetDb {
public:
    void start() { thread_ = std::thread([this] { run(); }); }
    void stop() { thread_.join(); }

private:
    void run() {
        requests_.create(1);
        requests_.manage();
    }
    Requests requests_;
    std::thread thread_;
};

int main() {
    NetDb netdb;
    netdb.start();
    netdb.stop();
}
