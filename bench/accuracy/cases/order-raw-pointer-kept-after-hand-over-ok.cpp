// CASE: order-raw-pointer-kept-after-hand-over-ok
// SOURCE: written for this suite
// EXPECT: wal::Segment::dirty OK
// STD: c++20
// PROVES: issue 3, order: an edit after hand-over is a race
// WHY: the writer drops its pointer when it queues the segment and takes a new one

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace wal {

struct Segment {
    std::unordered_map<int, bool> dirty;
};

class Flusher {
public:
    Flusher() : thread_([this] { run(); }) {}
    ~Flusher() {
        enqueue(nullptr);
        thread_.join();
    }
    void enqueue(std::unique_ptr<Segment> s) {
        {
            std::lock_guard<std::mutex> g(m_);
            q_.push_back(std::move(s));
        }
        cv_.notify_one();
    }

private:
    void run() {
        for (;;) {
            std::unique_lock<std::mutex> lk(m_);
            cv_.wait(lk, [this] { return !q_.empty(); });
            auto s = std::move(q_.front());
            q_.pop_front();
            lk.unlock();
            if (!s)
                return;
            for (auto& [page, flag] : s->dirty)
                flushed_ += flag;
            done_.push_back(std::move(s));
        }
    }
    std::mutex m_;
    std::condition_variable cv_;
    std::deque<std::unique_ptr<Segment>> q_;
    std::deque<std::unique_ptr<Segment>> done_;
    long flushed_ = 0;
    std::thread thread_;
};

class Writer {
public:
    explicit Writer(Flusher& f) : flusher_(f) { roll(); }
    void mark(int page) {
        current_->dirty[page] = true;
        if (current_->dirty.size() >= 16) {
            current_->dirty[-1] = true;
            flusher_.enqueue(std::move(owned_));
            roll();
        }
    }

private:
    void roll() {
        owned_ = std::make_unique<Segment>();
        current_ = owned_.get();
    }
    Flusher& flusher_;
    std::unique_ptr<Segment> owned_;
    Segment* current_ = nullptr;
};

}  // namespace wal

int main() {
    wal::Flusher f;
    wal::Writer w(f);
    for (int i = 0; i < 2000; ++i)
        w.mark(i);
}

