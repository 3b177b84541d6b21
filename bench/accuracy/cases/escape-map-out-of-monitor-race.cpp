// CASE: escape-map-out-of-monitor-race
// SOURCE: written for this suite
// EXPECT: Monitor::value_ RACE
// STD: c++17
// PROVES: issue 3, aliases: pointers into elements; rules, MR05
// WHY: the lambda that the monitor runs returns the address of the whole map, which is searched without the lock

#include <map>
#include <mutex>
#include <string>
#include <thread>

template <class T> class Monitor {
public:
    template <class F> auto with(F f) {
        std::lock_guard<std::mutex> hold(gate_);
        return f(value_);
    }

private:
    std::mutex gate_;
    T value_;
};
struct Route {
    std::string next;
    int hops = 0;
};
using Routes = std::map<std::string, Route>;
Monitor<Routes> routes;

std::size_t ask(const std::string& prefix) {
    Routes* all = routes.with([](Routes& inside) { return &inside; });
    return all->count(prefix);
}

int main() {
    std::thread updates([] {
        for (int i = 0; i < 300; ++i) {
            routes.with([i](Routes& all) { return all.emplace("10.0." + std::to_string(i % 5), Route{"eth0", i}).second; });
            routes.with([i](Routes& all) { return all.erase("10.0." + std::to_string((i + 2) % 5)); });
        }
    });
    std::size_t found = 0;
    for (int i = 0; i < 300; ++i)
        found += ask("10.0." + std::to_string(i % 5));
    updates.join();
    return found > 1000000;
}
