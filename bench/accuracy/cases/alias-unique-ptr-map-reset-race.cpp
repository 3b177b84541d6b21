// CASE: alias-unique-ptr-map-reset-race
// SOURCE: written for this suite
// EXPECT: Catalogue::byTitle_ RACE
// STD: c++17
// PROVES: issue 3, aliases: smart pointers (a map held by pointer and replaced)
// WHY: reload() replaces the map behind the unique_ptr without the lock under which it is read

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Catalogue {
    using Index = std::unordered_map<std::string, int>;

public:
    Catalogue() : byTitle_(std::make_unique<Index>()) {}
    int find(const std::string& title) {
        std::lock_guard<std::mutex> lock(mutex_);
        auto it = byTitle_->find(title);
        return it == byTitle_->end() ? -1 : it->second;
    }
    void reload(int generation) {
        auto fresh = std::make_unique<Index>();
        for (int i = 0; i < 50; ++i)
            fresh->emplace("title" + std::to_string(i), generation);
        byTitle_ = std::move(fresh);
    }

private:
    std::mutex mutex_;
    std::unique_ptr<Index> byTitle_;
};

int main() {
    Catalogue c;
    std::thread watcher([&c] {
        for (int g = 0; g < 200; ++g)
            c.reload(g);
    });
    int best = -1;
    for (int i = 0; i < 2000; ++i)
        best = std::max(best, c.find("title" + std::to_string(i % 50)));
    watcher.join();
    return best > 200;
}
