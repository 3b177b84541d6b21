// CASE: lifecycle-owner-thread-asked-directly-ok
// SOURCE: written for this suite
// EXPECT: Tracker::peers_ OK
// STD: c++17
// PROVES: checklist MR15: a map owned by one thread
// WHY: the status page reads the number that the loop leaves for it

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
        return count_.load();
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
