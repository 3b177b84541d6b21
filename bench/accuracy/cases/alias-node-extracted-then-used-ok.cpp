// CASE: alias-node-extracted-then-used-ok
// SOURCE: written for this suite
// EXPECT: Outbox::queued_ OK
// STD: c++17
// PROVES: checklist, boundary cases: handed over (a node taken out of the map belongs to who took it)
// WHY: the node is extracted under the lock and used outside as the thread's own

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
        auto node = queued_.extract(queued_.begin());
        lock.unlock();
        node.mapped() += "\n";
        return static_cast<int>(node.mapped().size());
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
