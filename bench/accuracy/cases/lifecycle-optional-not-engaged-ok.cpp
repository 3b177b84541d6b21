// CASE: lifecycle-optional-not-engaged-ok
// SOURCE: written for this suite
// EXPECT: Replica::peers_ OK
// STD: c++20
// PROVES: checklist MR11
// WHY: open() engages the optional map before it starts the thread

#include <optional>
#include <string>
#include <thread>
#include <unordered_map>

class Replica {
public:
    void open() {
        peers_.emplace();
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
