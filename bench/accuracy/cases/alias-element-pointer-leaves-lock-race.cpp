// CASE: alias-element-pointer-leaves-lock-race
// SOURCE: written for this suite
// EXPECT: Players::online_ RACE
// STD: c++17
// PROVES: checklist, boundary cases: element references used after the lock is gone
// WHY: find() returns a pointer into the map, which logout() may erase at any time

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

struct Player {
    std::string name;
    int score = 0;
};

class Players {
public:
    void login(int id) {
        std::lock_guard<std::mutex> lock(mutex_);
        online_[id].name = "player" + std::to_string(id);
    }
    void logout(int id) {
        std::lock_guard<std::mutex> lock(mutex_);
        online_.erase(id);
    }
    Player* find(int id) {
        std::lock_guard<std::mutex> lock(mutex_);
        auto it = online_.find(id);
        return it == online_.end() ? nullptr : &it->second;
    }

private:
    std::mutex mutex_;
    std::unordered_map<int, Player> online_;
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
