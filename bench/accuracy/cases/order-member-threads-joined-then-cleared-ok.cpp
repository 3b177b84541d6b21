// CASE: order-member-threads-joined-then-cleared-ok
// SOURCE: written for this suite
// EXPECT: Manager::plugins_ OK
// STD: c++17
// PROVES: design, order: join of all handles of a container, then an access in the same function
// WHY: stop() waits for each thread of the vector before it clears

#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

class Manager {
public:
    void load(const std::string& name) { plugins_[name] = std::make_unique<int>(1); }
    void start() {
        for (int i = 0; i < 3; ++i) workers_.emplace_back([this] { serve(); });
    }
    void stop() {
        for (auto& w : workers_) w.join();
        plugins_.clear();
    }

private:
    void serve() {
        for (auto& p : plugins_)
            if (p.first.empty() || !p.second) std::this_thread::yield();
    }
    std::map<std::string, std::unique_ptr<int>> plugins_;
    std::vector<std::thread> workers_;
};

int main() {
    Manager m;
    m.load("a");
    m.load("b");
    m.start();
    m.stop();
}
