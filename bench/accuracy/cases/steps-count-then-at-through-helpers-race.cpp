// CASE: steps-count-then-at-through-helpers-race
// SOURCE: written for this suite
// EXPECT: pool::Leases::free_ RACE
// STD: c++20
// TSAN: blind no data race by the memory model
// PROVES: checklist MR07
// WHY: available() and take() lock on their own, the last lease may go between the two

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
        if (!available())
            return std::nullopt;
        return take();
    }

private:
    bool available() {
        std::lock_guard<std::mutex> g(mu_);
        return !free_.empty();
    }
    std::string take() {
        std::lock_guard<std::mutex> g(mu_);
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
