// CASE: order-changed-between-runs-ok
// SOURCE: written for this suite
// EXPECT: Game::entities_ OK
// STD: c++17
// PROVES: issue 3, order: may-happen-in-parallel over fork/join (several runs)
// WHY: levels are loaded only while no simulation thread runs

#include <string>
#include <thread>
#include <unordered_map>

class Game {
public:
    void load(int level) {
        entities_.clear();
        for (int i = 0; i < 100; ++i)
            entities_["npc" + std::to_string(level * 100 + i)] = i;
    }
    void start() {
        sim_ = std::thread([this] { simulate(); });
    }
    void stop() { sim_.join(); }

private:
    void simulate() {
        for (int tick = 0; tick < 100; ++tick)
            for (auto& e : entities_)
                e.second += tick;
    }
    std::unordered_map<std::string, long> entities_;
    std::thread sim_;
};

int main() {
    Game game;
    game.load(1);
    game.start();
    game.stop();
    game.load(2);
    game.start();
    game.stop();
}
