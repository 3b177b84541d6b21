// CASE: alias-reload-assigns-map-race
// SOURCE: written for this suite
// EXPECT: Blocklist::hosts_ RACE
// STD: c++17
// PROVES: checklist, the hazard: assign, swap or move of a map is a write
// WHY: the reload moves a new set in without the lock

#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_set>

class Blocklist {
public:
    bool blocked(const std::string &host) const {
        std::shared_lock lock(mutex_);
        return hosts_.find(host) != hosts_.end();
    }
    void reload(int lines) {
        std::unordered_set<std::string> fresh;
        for (int i = 0; i < lines; ++i)
            fresh.insert("ads" + std::to_string(i) + ".example.com");
        hosts_ = std::move(fresh);
    }

private:
    mutable std::shared_mutex mutex_;
    std::unordered_set<std::string> hosts_;
};

int main() {
    Blocklist list;
    std::thread updater([&list] {
        for (int i = 0; i < 100; ++i)
            list.reload(i);
    });
    int hits = 0;
    for (int i = 0; i < 3000; ++i)
        hits += list.blocked("ads" + std::to_string(i % 100) + ".example.com");
    updater.join();
    return hits < 0;
}
