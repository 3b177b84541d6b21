// CASE: steps-increment-through-get-and-put-race
// SOURCE: written for this suite
// EXPECT: shop::Stock::count_ RACE check-then-act
// STD: c++17
// TSAN: blind no data race by the memory model
// PROVES: checklist MR07
// WHY: what get() read decides what put() stores in a section of its own, and an arrival in between is lost

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace shop {

class Stock {
public:
    long get(const std::string& article) {
        std::lock_guard<std::mutex> g(mu_);
        auto it = count_.find(article);
        return it == count_.end() ? 0 : it->second;
    }

    void put(const std::string& article, long count) {
        std::lock_guard<std::mutex> g(mu_);
        count_[article] = count;
    }

    void arrive(const std::string& article, long boxes) {
        long before = get(article);
        put(article, before + boxes * 12);
    }

private:
    std::mutex mu_;
    std::map<std::string, long> count_;
};

}  // namespace shop

int main() {
    auto stock = std::make_unique<shop::Stock>();
    auto dock = [&stock] {
        for (int i = 0; i < 1000; ++i)
            stock->arrive("tea", 1);
    };
    std::thread a(dock), b(dock);
    a.join();
    b.join();
}
