// CASE: locks-held-by-caller-two-levels-up-ok
// SOURCE: written for this suite
// EXPECT: inventory::Warehouse::stock_ OK
// STD: c++17
// PROVES: checklist, boundary cases: lock taken in the caller counts as held
// WHY: both ways into adjust_locked() take the mutex two calls earlier

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace inventory {

class Warehouse {
public:
    void order(const std::string& sku, int n) {
        std::lock_guard<std::mutex> lock(mu_);
        book(sku, -n);
    }
    void recount(const std::string& sku, int n) {
        std::lock_guard<std::mutex> lock(mu_);
        book(sku, n);
    }

private:
    void book(const std::string& sku, int delta) { adjust_locked(sku, delta); }

    // mu_ must be held.
    void adjust_locked(const std::string& sku, int delta) {
        auto [it, fresh] = stock_.try_emplace(sku, delta);
        if (!fresh)
            it->second += delta;
    }

    std::mutex mu_;
    std::unordered_map<std::string, int> stock_;
};

}  // namespace inventory

int main() {
    inventory::Warehouse house;
    std::thread shop([&] {
        for (int i = 0; i < 800; ++i)
            house.order("sku" + std::to_string(i), 1);
    });
    std::thread nightly([&] {
        for (int i = 0; i < 800; ++i)
            house.recount("sku" + std::to_string(i), 50);
    });
    shop.join();
    nightly.join();
}
