// CASE: alias-node-erased-outside-race
// SOURCE: written for this suite
// EXPECT: Outbox::queued_ RACE
// STD: c++17
// PROVES: checklist, boundary cases: handed over (a node taken out of the map belongs to who took it)
// WHY: the entry is sent outside of the lock and erased there too

#include <map>
#include <mutex>
#include <string>
#include <thread>

class Outbox {
public:
    void queue(int id, std::string text) {
        std::lock_guard<std::mutex> lock(mutex_);
        queued_.emplace(id, std::move(text));
    }
    int sendOne() {
        std::unique_lock<std::mutex> lock(mutex_);
        if (queued_.empty())
            return 0;
        auto first = queued_.begin();
        lock.unlock();
        int sent = static_cast<int>(first->second.size());
        queued_.erase(first);
        return sent;
    }

private:
    std::mutex mutex_;
    std::map<int, std::string> queued_;
};

int main() {
    Outbox outbox;
    std::thread smtp([&outbox] {
        for (int i = 0; i < 1000; ++i)
            outbox.sendOne();
    });
    for (int i = 0; i < 1000; ++i)
        outbox.queue(i, "hello");
    smtp.join();
}
