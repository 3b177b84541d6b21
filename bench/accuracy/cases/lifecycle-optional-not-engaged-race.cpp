// CASE: lifecycle-optional-not-engaged-race
// SOURCE: written for this suite
// EXPECT: Replica::peers_ RACE
// STD: c++20
// TSAN: blind no data race by the memory model
// PROVES: checklist MR11
// WHY: the heartbeat thread dereferences the optional map, which nothing has engaged

#include <optional>
#include <string>
#include <thread>
#include <unordered_map>

class Replica {
public:
    void open() {
        heartbeat_ = std::thread([this] { beat(); });
    }
    void close() {
        heartbeat_.join();
        peers_.reset();
    }

private:
    void beat() {
        for (int i = 0; i < 50; ++i)
            peers_->insert_or_assign("peer" + std::to_string(i % 5), i);
    }
    std::optional<std::unordered_map<std::string, int>> peers_;
    std::thread heartbeat_;
};

int main() {
    Replica r;
    r.open();
    r.close();
}
