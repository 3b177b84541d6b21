// CASE: steps-version-in-second-section-race
// SOURCE: written for this suite
// EXPECT: store::Informer::items_ RACE
// STD: c++20
// TSAN: blind no data race by the memory model
// PROVES: checklist MR08
// WHY: replace() swaps the items in one critical section and sets their version in another, list() may pair new items with the old version

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace store {

using Items = std::map<std::string, std::string>;

class Informer {
public:
    void replace(Items items, long version) {
        {
            std::lock_guard<std::mutex> g(mu_);
            items_ = std::move(items);
        }
        std::lock_guard<std::mutex> g(mu_);
        version_ = version;
    }
    void upsert(const std::string& key, std::string value, long version) {
        std::lock_guard<std::mutex> g(mu_);
        items_[key] = std::move(value);
        version_ = version;
    }
    std::pair<Items, long> list() const {
        std::lock_guard<std::mutex> g(mu_);
        return {items_, version_};
    }

private:
    mutable std::mutex mu_;
    Items items_;
    long version_ = 0;
};

}  // namespace store

int main() {
    auto inf = std::make_unique<store::Informer>();
    std::thread watch([&inf] {
        for (long v = 1; v < 300; ++v) {
            inf->upsert("a" + std::to_string(v), "x", v);
            inf->replace({{"pod", std::to_string(v)}}, v);
        }
    });
    long seen = 0;
    for (int i = 0; i < 300; ++i)
        seen += inf->list().second;
    watch.join();
    return seen < 0;
}
