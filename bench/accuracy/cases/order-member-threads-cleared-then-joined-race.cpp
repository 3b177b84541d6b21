// CASE: order-member-threads-cleared-then-joined-race
// SOURCE: written for this suite
// EXPECT: Manager::plugins_ RACE
// STD: c++17
// PROVES: design, order: join of all handles of a container, then an access in the same function
// WHY: stop() clears while the threads still go over the map

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
        plugins_.clear();
        for (auto& w : workers_) w.join();
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
