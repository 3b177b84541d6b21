// CASE: escape-vector-of-copies-ok
// SOURCE: written for this suite
// EXPECT: Peers::peers_ OK
// STD: c++20
// PROVES: checklist MR05: a reference, pointer or iterator into a guarded map outlives the guarded scope
// WHY: the vector holds copies

#include <map>
#include <mutex>
#include <thread>
#include <vector>

struct Peer { int score = 0; };

class Peers {
public:
    std::vector<Peer> all() {
        std::lock_guard<std::mutex> g(mutex_);
        std::vector<Peer> out;
        for (auto& [id, peer] : peers_) out.push_back(peer);
        return out;
    }
    void add(int id) {
        std::lock_guard<std::mutex> g(mutex_);
        peers_[id].score = id;
    }
    void drop(int id) {
        std::lock_guard<std::mutex> g(mutex_);
        peers_.erase(id);
    }

private:
    std::mutex mutex_;
    std::map<int, Peer> peers_;
};

int main() {
    Peers p;
    int sum = 0;
    std::thread a([&p] { for (int i = 0; i < 200; ++i) { p.add(i); p.drop(i - 5); } });
    for (int i = 0; i < 20; ++i)
        for (auto& one : p.all()) sum += one.score;
    a.join();
    return sum == -1;
}
