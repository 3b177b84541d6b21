// CASE: contexts-queued-object-points-back-ok
// SOURCE: written for this suite
// EXPECT: osd::WatchTable::watchers_ OK
// STD: c++17
// PROVES: issue 3, thread contexts: callables and objects stored for a thread that calls them
// WHY: the context takes the lock itself before it erases

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace osd {
struct Context {
    virtual ~Context() = default;
    virtual void finish(int r) = 0;
    void complete(int r) { finish(r); delete this; }
};
// Fires contexts from its own thread, without any lock of the caller.
class SafeTimer {
public:
    void init() { thread_ = std::thread([this] { timer_thread(); }); }
    void shutdown() {
        {
            std::lock_guard<std::mutex> l(lock_);
            stopping_ = true;
        }
        cond_.notify_all();
        thread_.join();
    }
    void add_event(Context* c) {
        std::lock_guard<std::mutex> l(lock_);
        schedule_.push_back(c);
        cond_.notify_one();
    }
private:
    void timer_thread() {
        std::unique_lock<std::mutex> l(lock_);
        while (true) {
            while (!schedule_.empty()) {
                Context* c = schedule_.front();
                schedule_.pop_front();
                l.unlock();
                c->complete(0);
                l.lock();
            }
            if (stopping_)
                return;
            cond_.wait(l);
        }
    }
    std::mutex lock_;
    std::condition_variable cond_;
    std::deque<Context*> schedule_;
    bool stopping_ = false;
    std::thread thread_;
};
class WatchTable {
public:
    explicit WatchTable(SafeTimer& t) : timer_(t) {}
    void connect(uint64_t cookie) {
        std::lock_guard<std::mutex> l(lock_);
        watchers_[cookie] = 1;
        timer_.add_event(new HandleTimeout(this, cookie));
    }
    size_t count() {
        std::lock_guard<std::mutex> l(lock_);
        return watchers_.size();
    }
private:
    struct HandleTimeout : Context {
        HandleTimeout(WatchTable* t, uint64_t c) : table(t), cookie(c) {}
        void finish(int) override {
            std::lock_guard<std::mutex> l(table->lock_);
            table->watchers_.erase(cookie);
        }
        WatchTable* table;
        uint64_t cookie;
    };
    SafeTimer& timer_;
    std::mutex lock_;
    std::map<uint64_t, int> watchers_;
};
}  // namespace osd
int main() {
    osd::SafeTimer timer;
    timer.init();
    osd::WatchTable table(timer);
    for (uint64_t c = 0; c < 3000; ++c)
        table.connect(c);
    timer.shutdown();
    return table.count() == 0 ? 0 : 1;
}
