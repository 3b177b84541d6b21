// CASE: steps-byte-total-beside-cache-race
// SOURCE: written for this suite
// EXPECT: cache::Blobs::blobs_ RACE
// STD: c++20
// TSAN: blind no data race by the memory model
// PROVES: checklist MR08
// WHY: evict() takes the blob out under the lock and lowers the byte total in a second critical section

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace cache {

class Blobs {
public:
    void put(const std::string& key, std::string blob) {
        std::lock_guard<std::mutex> g(mu_);
        if (blobs_.count(key))
            return;
        bytes_ += blob.size();
        blobs_.emplace(key, std::move(blob));
    }
    void evict(const std::string& key) {
        std::size_t freed = 0;
        {
            std::lock_guard<std::mutex> g(mu_);
            auto it = blobs_.find(key);
            if (it == blobs_.end())
                return;
            freed = it->second.size();
            blobs_.erase(it);
        }
        std::lock_guard<std::mutex> g(mu_);
        bytes_ -= freed;
    }
    std::size_t averageSize() const {
        std::lock_guard<std::mutex> g(mu_);
        return blobs_.empty() ? 0 : bytes_ / blobs_.size();
    }

private:
    mutable std::mutex mu_;
    std::unordered_map<std::string, std::string> blobs_;
    std::size_t bytes_ = 0;
};

}  // namespace cache

int main() {
    auto c = std::make_unique<cache::Blobs>();
    std::thread filler([&c] {
        for (int i = 0; i < 1000; ++i)
            c->put("b" + std::to_string(i % 40), std::string(64, 'b'));
    });
    std::size_t n = 0;
    for (int i = 0; i < 1000; ++i) {
        c->evict("b" + std::to_string(i % 40));
        n += c->averageSize();
    }
    filler.join();
    return n == ~std::size_t{0};
}
