// CASE: steps-total-wiped-apart-race
// SOURCE: written for this suite
// EXPECT: inventory::Stock::quantity_ RACE torn-update
// STD: c++17
// PROVES: checklist MR08: items and resourceVersion in two steps
// WHY: between the two sections the map is empty and the total is not

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
        mutex_.lock();
        quantity_.clear();
        mutex_.unlock();
        mutex_.lock();
        total_ = 0;
        mutex_.unlock();
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
