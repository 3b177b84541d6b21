// CASE: order-filled-before-start-ok
// SOURCE: written for this suite
// EXPECT: Router::routes_ OK
// STD: c++17
// PROVES: checklist, boundary cases: filled before the threads start, only read after
// WHY: all routes are registered before start(), the workers only look them up, and the last route comes after stop()

#include <functional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

class Router {
public:
    using Handler = std::function<int(const std::string&)>;
    void handle(std::string path, Handler h) { routes_.emplace(std::move(path), std::move(h)); }
    int dispatch(const std::string& path) const {
        auto it = routes_.find(path);
        return it == routes_.end() ? 404 : it->second(path);
    }

private:
    std::unordered_map<std::string, Handler> routes_;
};

class Server {
public:
    explicit Server(Router& r) : router_(r) {}
    void start(int n) {
        for (int i = 0; i < n; ++i)
            workers_.emplace_back(&Server::serve, this);
    }
    void stop() {
        for (auto& w : workers_)
            w.join();
        workers_.clear();
    }

private:
    void serve() {
        for (int i = 0; i < 1000; ++i)
            router_.dispatch("/users/" + std::to_string(i % 8));
    }
    Router& router_;
    std::vector<std::thread> workers_;
};

int main() {
    Router router;
    for (int i = 0; i < 8; ++i)
        router.handle("/users/" + std::to_string(i), [](const std::string&) { return 200; });
    router.handle("/admin", [](const std::string&) { return 403; });
    Server server(router);
    server.start(2);
    server.stop();
    router.handle("/bye", [](const std::string&) { return 410; });
    return router.dispatch("/bye") == 410 ? 0 : 1;
}
