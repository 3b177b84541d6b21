// CASE: escape-atomic-in-kept-element-ok
// SOURCE: written for this suite
// EXPECT: Peers::peers_ OK
// STD: c++17
// PROVES: issue 3, aliases: pointers into elements; rules, MR05
// WHY: the counter is atomic and the element it lies in is never erased

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>

struct Peer {
    std::string name;
    std::atomic<int> packets{0};
};
class Peers {
public:
    void open(int id) {
        std::lock_guard<std::mutex> hold(gate_);
        peers_[id].name = "peer";
    }
    void close(int id) {
        std::lock_guard<std::mutex> hold(gate_);
        closed_ += peers_.count(id);
    }
    std::size_t packet(int id) {
        std::unique_lock<std::mutex> hold(gate_);
        auto found = peers_.find(id);
        if (found == peers_.end())
            return 0;
        Peer& peer = found->second;
        hold.unlock();
        peer.packets++;
        return 1;
    }

private:
    std::mutex gate_;
    std::map<int, Peer> peers_;
    int closed_ = 0;
};

int main() {
    Peers peers;
    std::thread net([&peers] {
        for (int i = 0; i < 500; ++i) {
            peers.open(i % 6);
            peers.close((i + 1) % 6);
        }
    });
    std::size_t count = 0;
    for (int i = 0; i < 500; ++i)
        count += peers.packet(i % 6);
    net.join();
    return count > 1000000;
}
