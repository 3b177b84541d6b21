// CASE: contexts-crtp-worker-race
// SOURCE: written for this suite
// EXPECT: Compactor::segments_ RACE
// STD: c++17
// PROVES: design, callables: CRTP
// WHY: the base's thread calls Derived::step(), which erases without the lock that add() takes

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

template <class Derived>
class BackgroundWorker {
public:
    void start() {
        thread_ = std::thread([this] {
            while (!stop_)
                static_cast<Derived *>(this)->step();
        });
    }
    void stop() {
        stop_ = true;
        thread_.join();
    }

private:
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

class Compactor : public BackgroundWorker<Compactor> {
public:
    void add(int id, int bytes) {
        std::lock_guard<std::mutex> l(mutex_);
        segments_[id] = bytes;
    }
    void step() {
        if (segments_.size() > 10)
            segments_.erase(segments_.begin());
    }

private:
    std::mutex mutex_;
    std::map<int, int> segments_;
};

int main() {
    Compactor c;
    c.start();
    for (int i = 0; i < 5000; ++i)
        c.add(i, i * 10);
    c.stop();
}
