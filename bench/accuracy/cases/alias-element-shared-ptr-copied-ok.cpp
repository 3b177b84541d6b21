// CASE: alias-element-shared-ptr-copied-ok
// SOURCE: written for this suite
// EXPECT: Players::online_ OK
// STD: c++17
// PROVES: checklist, boundary cases: element references used after the lock is gone
// WHY: find() returns a copy of the shared_ptr, so the player outlives its erasure

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

struct Player {
    std::string name;
    std::atomic<int> score{0};
};

class Players {
public:
    void login(int id) {
        std::lock_guard<std::mutex> lock(mutex_);
        auto player = std::make_shared<Player>();
        player->name = "player" + std::to_string(id);
        online_[id] = player;
    }
    void logout(int id) {
        std::lock_guard<std::mutex> lock(mutex_);
        online_.erase(id);
    }
    std::shared_ptr<Player> find(int id) {
        std::lock_guard<std::mutex> lock(mutex_);
        auto it = online_.find(id);
        return it == online_.end() ? nullptr : it->second;
    }

private:
    std::mutex mutex_;
    std::unordered_map<int, std::shared_ptr<Player>> online_;
};

int main() {
    Players players;
    std::thread lobby([&players] {
        for (int i = 0; i < 2000; ++i) {
            players.login(i % 10);
            players.logout((i + 5) % 10);
        }
    });
    for (int i = 0; i < 2000; ++i)
        if (auto p = players.find(i % 10))
            p->score += 1;
    lobby.join();
}
