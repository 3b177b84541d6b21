// CASE: locks-right-of-two-mutexes-ok
// SOURCE: written for this suite
// EXPECT: Tracker::peers_ OK
// STD: c++17
// PROVES: checklist MR02: accesses hold guards, but not one in common (issue 3, locks: the sibling's mutex)
// WHY: each of the two maps has its mutex, and everyone takes the right one

#include <mutex>
#include <set>
#include <thread>
#include <unordered_map>

class Tracker {
public:
    void announce(int peer, int torrent) {
        {
            std::lock_guard<std::mutex> l(peersMutex_);
            peers_[peer] = torrent;
        }
        std::lock_guard<std::mutex> l(torrentsMutex_);
        torrents_.insert(torrent);
    }
    void forget(int peer) {
        std::lock_guard<std::mutex> l(peersMutex_);
        peers_.erase(peer);
    }

private:
    std::mutex peersMutex_;
    std::mutex torrentsMutex_;
    std::unordered_map<int, int> peers_;
    std::set<int> torrents_;
};

int main() {
    Tracker tracker;
    std::thread udp([&tracker] {
        for (int i = 0; i < 1000; ++i)
            tracker.announce(i, i % 10);
    });
    for (int i = 0; i < 1000; ++i)
        tracker.forget(i);
    udp.join();
}
