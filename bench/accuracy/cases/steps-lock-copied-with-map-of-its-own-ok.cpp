// CASE: steps-lock-copied-with-map-of-its-own-ok
// SOURCE: golang go vet copylocks (lock passed by value)
// EXPECT: copylocks::Tracker::hits_ OK
// STD: c++17
// PROVES: checklist MR06
// WHY: a copy of the tracker has a map of its own beside a mutex of its own

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace copylocks {

class Tracker {
public:
    Tracker() : hits_(std::make_shared<std::unordered_map<std::string, int>>()) {}
    Tracker(const Tracker& o) : hits_(std::make_shared<std::unordered_map<std::string, int>>(*o.hits_)) {}
    Tracker& operator=(const Tracker&) = delete;

    void hit(const std::string& page) {
        std::lock_guard<std::mutex> g(mu_);
        ++(*hits_)[page];
    }

    int count(const std::string& page) const {
        std::lock_guard<std::mutex> g(mu_);
        auto it = hits_->find(page);
        return it == hits_->end() ? 0 : it->second;
    }

private:
    mutable std::mutex mu_;
    std::shared_ptr<std::unordered_map<std::string, int>> hits_;
};

void serve(Tracker tracker, int from) {
    for (int i = 0; i < 300; ++i)
        tracker.hit("page" + std::to_string(from + i % 50));
}

}  // namespace copylocks

int main() {
    copylocks::Tracker tracker;
    std::vector<std::thread> servers;
    for (int s = 0; s < 3; ++s)
        servers.emplace_back(copylocks::serve, tracker, s * 10);
    for (auto& t : servers)
        t.join();
    return tracker.count("page1") < 0;
}
