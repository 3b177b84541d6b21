// CASE: steps-increment-beside-get-and-put-ok
// SOURCE: written for this suite
// EXPECT: shop::Stock::count_ OK
// STD: c++17
// PROVES: checklist MR07
// WHY: what is stored does not depend on what was read: the last delivery replaces the one before

#include <atomic>
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
        put(article, boxes * 12);
        last_ = before;
    }

private:
    std::atomic<long> last_{0};
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
