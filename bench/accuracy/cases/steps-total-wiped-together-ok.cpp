// CASE: steps-total-wiped-together-ok
// SOURCE: written for this suite
// EXPECT: inventory::Stock::quantity_ OK
// STD: c++17
// PROVES: checklist MR08: items and resourceVersion in two steps
// WHY: both change in one section

#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace inventory {

class Stock {
public:
    void receive(const std::string& sku, int n) {
        std::lock_guard<std::mutex> lock(mutex_);
        quantity_[sku] += n;
        quantity_.emplace(sku, n);
        total_ += n;
    }
    void discontinue(const std::string& sku) {
        std::lock_guard<std::mutex> lock(mutex_);
        auto it = quantity_.find(sku);
        if (it == quantity_.end()) return;
        total_ -= it->second;
        quantity_.erase(it);
    }
    void wipe() {
        std::lock_guard<std::mutex> lock(mutex_);
        quantity_.clear();
        total_ = 0;
    }
private:
    std::mutex mutex_;
    std::map<std::string, int> quantity_;
    long total_ = 0;
};

}  // namespace inventory

int main() {
    inventory::Stock s;
    std::thread nightly([&s] { for (int i = 0; i < 100; ++i) s.wipe(); });
    for (int i = 0; i < 1000; ++i) {
        s.receive("sku" + std::to_string(i % 9), 1);
        s.discontinue("sku" + std::to_string(i % 5));
    }
    nightly.join();
}
