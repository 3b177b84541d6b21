// CASE: locks-two-steps-of-one-function-unlocked-race
// SOURCE: written for this suite
// EXPECT: Sockets::peers_ RACE inconsistent-guard
// STD: c++17
// PROVES: issue 3, locks: N-1 of N accesses hold the lock
// WHY: all hold the lock but one function, whose find() and erase() are one operation

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Sockets {
public:
    void open(int fd, const std::string& peer) {
        std::lock_guard<std::mutex> hold(gate_);
        peers_.emplace(fd, peer);
    }
    std::size_t count() {
        std::lock_guard<std::mutex> hold(gate_);
        return peers_.size();
    }
    bool has(int fd) {
        std::lock_guard<std::mutex> hold(gate_);
        return peers_.count(fd) != 0;
    }
    void close(int fd) {
        auto found = peers_.find(fd);
        if (found != peers_.end())
            peers_.erase(found);
    }

private:
    std::mutex gate_;
    std::unordered_map<int, std::string> peers_;
};

int main() {
    Sockets sockets;
    std::thread acceptor([&sockets] {
        for (int i = 0; i < 500; ++i)
            sockets.open(i, "peer");
    });
    for (int i = 0; i < 500; ++i)
        if (sockets.has(i) || sockets.count() > 100)
            sockets.close(i);
    acceptor.join();
}
