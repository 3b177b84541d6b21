// CASE: lifecycle-late-write-to-table-ok
// SOURCE: written for this suite
// EXPECT: Routing::nextHop_ OK
// STD: c++17
// PROVES: checklist, boundary: filled before the threads start, plus one late write -> MR09
// WHY: all routes are added before the forwarders start

#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

class Routing {
public:
    void load() {
        nextHop_["10.0.0.0/8"] = 1;
        nextHop_["192.168.0.0/16"] = 2;
    }
    int lookUp(const std::string &prefix) const {
        auto found = nextHop_.find(prefix);
        return found == nextHop_.end() ? 0 : found->second;
    }
    void addDefault() { nextHop_["0.0.0.0/0"] = 9; }

private:
    std::unordered_map<std::string, int> nextHop_;
};

int main() {
    Routing routing;
    routing.load();
    routing.addDefault();
    std::vector<std::thread> forwarders;
    for (int i = 0; i < 4; ++i)
        forwarders.emplace_back([&] {
            for (int k = 0; k < 1000; ++k)
                routing.lookUp("10.0.0.0/8");
        });
    for (std::thread &t : forwarders)
        t.join();
}
