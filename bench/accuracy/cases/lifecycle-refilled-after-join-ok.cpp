// CASE: lifecycle-refilled-after-join-ok
// SOURCE: written for this suite
// EXPECT: net::Routes::table_ OK
// STD: c++17
// PROVES: checklist MR09
// WHY: the function that fills the table before the threads start runs once more when they have been joined

#include <string>
#include <thread>
#include <unordered_map>

namespace net {

class Routes {
public:
    void load(int generation) {
        for (int i = 0; i < 300; ++i)
            table_["route" + std::to_string(i)] = generation;
    }

    int hops(const std::string& route) const {
        auto it = table_.find(route);
        return it == table_.end() ? -1 : it->second;
    }

private:
    std::unordered_map<std::string, int> table_;
};

}  // namespace net

int main() {
    net::Routes routes;
    routes.load(1);
    auto forward = [&routes] {
        int sum = 0;
        for (int i = 0; i < 1000; ++i)
            sum += routes.hops("route" + std::to_string(i % 400));
        return sum;
    };
    std::thread a(forward), b(forward);
    a.join();
    b.join();
    routes.load(2);
}
