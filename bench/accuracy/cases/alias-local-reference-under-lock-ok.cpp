// CASE: alias-local-reference-under-lock-ok
// SOURCE: written for this suite
// EXPECT: Cart::lines_ OK
// STD: c++17
// PROVES: issue 3, aliases: references
// WHY: `lines` is taken and used under the lock

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Cart {
public:
    void add(const std::string& sku, int n) {
        std::unique_lock<std::mutex> lock(mutex_);
        auto& lines = lines_;
        lines[sku] += n;
        lock.unlock();
    }
    int distinct() {
        std::lock_guard<std::mutex> lock(mutex_);
        const auto& lines = lines_;
        return static_cast<int>(lines.size());
    }

private:
    std::mutex mutex_;
    std::unordered_map<std::string, int> lines_;
};

int main() {
    Cart cart;
    std::thread phone([&cart] {
        for (int i = 0; i < 1000; ++i)
            cart.add("sku" + std::to_string(i), 1);
    });
    int n = 0;
    for (int i = 0; i < 1000; ++i)
        n += cart.distinct();
    phone.join();
    return n < 0;
}
