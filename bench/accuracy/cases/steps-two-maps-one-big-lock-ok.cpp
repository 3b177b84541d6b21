// CASE: steps-two-maps-one-big-lock-ok
// SOURCE: reduced from srt 1.5.1, CUDTUnited::newConnection
// EXPECT: Sockets::peers_ OK
// EXPECT: Sockets::closed_ OK
// STD: c++17
// PROVES: checklist MR08: only what is updated together belongs together
// WHY: the two maps are changed together where a socket is removed, and each by itself elsewhere

#include <map>
#include <mutex>
#include <thread>

class Sockets {
public:
    bool open(int id) {
        {
            std::lock_guard<std::mutex> g(mutex_);
            peers_[id] = id;
        }
        if (id % 7) return true;
        std::lock_guard<std::mutex> g(mutex_);
        closed_[id] = id;
        return false;
    }
    void close(int id) {
        std::lock_guard<std::mutex> g(mutex_);
        closed_[id] = id;
    }
    void breakOff(int id) {
        std::lock_guard<std::mutex> g(mutex_);
        closed_.emplace(id, id);
    }
    void remove(int id) {
        std::lock_guard<std::mutex> g(mutex_);
        auto it = closed_.find(id);
        if (it == closed_.end()) return;
        auto peer = peers_.find(it->second);
        if (peer != peers_.end()) peers_.erase(peer);
        closed_.erase(it);
    }
    void wipe() {
        std::lock_guard<std::mutex> g(mutex_);
        peers_.clear();
        closed_.clear();
    }

private:
    std::mutex mutex_;
    std::map<int, int> peers_, closed_;
};

int main() {
    Sockets s;
    auto work = [&s] {
        for (int i = 0; i < 300; ++i) {
            s.open(i);
            s.close(i);
            s.breakOff(i + 1);
            s.remove(i - 3);
        }
        s.wipe();
    };
    std::thread a(work), b(work);
    a.join();
    b.join();
}
