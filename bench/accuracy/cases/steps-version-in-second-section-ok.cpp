// CASE: steps-version-in-second-section-ok
// SOURCE: written for this suite
// EXPECT: store::Informer::items_ OK
// STD: c++20
// PROVES: checklist MR08
// WHY: replace() sets items and version in one critical section

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
        std::lock_guard<std::mutex> g(mu_);
        items_ = std::move(items);
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
