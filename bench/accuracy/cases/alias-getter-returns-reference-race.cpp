// CASE: alias-getter-returns-reference-race
// SOURCE: written for this suite
// EXPECT: Scoreboard::points_ RACE
// STD: c++17
// PROVES: issue 3, aliases: getters that return a reference to the map
// WHY: points() locks, but returns a reference that the caller walks without the lock

#include <map>
#include <mutex>
#include <string>
#include <thread>

class Scoreboard {
public:
    void score(const std::string& team, int n) {
        std::lock_guard<std::mutex> lock(mutex_);
        points_[team] += n;
    }
    const std::map<std::string, int>& points() const {
        std::lock_guard<std::mutex> lock(mutex_);
        return points_;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, int> points_;
};

static int leader(const Scoreboard& board) {
    int most = 0;
    for (const auto& [team, n] : board.points())
        most = n > most ? n : most;
    return most;
}

int main() {
    Scoreboard board;
    std::thread referee([&board] {
        for (int i = 0; i < 1000; ++i)
            board.score("team" + std::to_string(i % 200), 1);
    });
    int most = 0;
    for (int i = 0; i < 100; ++i)
        most = leader(board);
    referee.join();
    return most > 1000;
}
