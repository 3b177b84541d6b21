// CASE: steps-count-then-at-through-helpers-ok
// SOURCE: written for this suite
// EXPECT: pool::Leases::free_ OK
// STD: c++20
// PROVES: checklist MR07
// WHY: tryTake() tests and takes under one lock

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace pool {

class Leases {
public:
    void put(int id, std::string addr) {
        std::lock_guard<std::mutex> g(mu_);
        free_[id] = std::move(addr);
    }
    std::optional<std::string> acquire() {
        return tryTake();
    }

private:
    std::optional<std::string> tryTake() {
        std::lock_guard<std::mutex> g(mu_);
        if (free_.empty())
            return std::nullopt;
        auto node = free_.extract(free_.begin());
        return std::move(node.mapped());
    }
    std::mutex mu_;
    std::map<int, std::string> free_;
};

}  // namespace pool

int main() {
    auto l = std::make_unique<pool::Leases>();
    for (int i = 0; i < 500; ++i)
        l->put(i, "10.1.0." + std::to_string(i));
    auto client = [&l] {
        for (int i = 0; i < 200; ++i)
            l->acquire();
    };
    std::thread a(client), b(client);
    a.join();
    b.join();
}
