// CASE: lifecycle-owner-thread-asked-directly-race
// SOURCE: written for this suite
// EXPECT: Tracker::peers_ RACE confinement-violation
// STD: c++17
// PROVES: checklist MR15: a map owned by one thread
// WHY: the status page counts the peers of the loop itself

#include <atomic>
#include <map>
#include <thread>

class Tracker {
public:
    void loop() {
        for (int i = 0; i < 1000; ++i) {
            peers_[i] = i;
            if (peers_.size() > 100)
                peers_.erase(i - 100);
            count_.store(peers_.size());
        }
    }
    std::size_t status() const {
        return peers_.size();
    }

private:
    std::map<int, int> peers_;
    std::atomic<std::size_t> count_{0};
};

int main() {
    Tracker tracker;
    std::thread owner([&] { tracker.loop(); });
    tracker.status();
    owner.join();
}
