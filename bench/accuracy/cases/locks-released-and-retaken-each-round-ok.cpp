// CASE: locks-released-and-retaken-each-round-ok
// SOURCE: written for this suite
// EXPECT: Gossip::view_ OK
// STD: c++17
// PROVES: issue 3, locks: locks in loops (a guard released in a round and not taken again)
// WHY: the guard that is released for a slow peer is taken again before the round ends

#include <mutex>
#include <thread>
#include <unordered_map>

class Gossip {
public:
    void exchange(int peers, int stamp) {
        std::unique_lock<std::mutex> lock(mutex_);
        for (int p = 0; p < peers; ++p) {
            view_[p] = stamp;
            if (p % 8 == 7) {
                lock.unlock();
                std::this_thread::yield();
                lock.lock();
            }
        }
    }

private:
    std::mutex mutex_;
    std::unordered_map<int, int> view_;
};

int main() {
    Gossip gossip;
    auto talk = [&gossip](int n) { gossip.exchange(n % 40 + 1, n); };
    std::thread a([&] {
        for (int i = 0; i < 800; ++i)
            talk(i);
    });
    for (int i = 0; i < 800; ++i)
        talk(i * 7);
    a.join();
}
