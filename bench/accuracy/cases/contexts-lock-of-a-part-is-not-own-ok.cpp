// CASE: contexts-lock-of-a-part-is-not-own-ok
// SOURCE: written for this suite
// EXPECT: Session::headers_ OK
// STD: c++17
// PROVES: issue 3, contexts: a class that locks its own mutex is shared
// WHY: the queue, a part of the session, locks for itself; nothing says that the session is shared

#include <deque>
#include <map>
#include <mutex>
#include <string>

class Outbox {
public:
    template <class Fn> void drain(Fn fn) {
        std::lock_guard<std::mutex> lock(mutex_);
        for (; !lines_.empty(); lines_.pop_front())
            fn(lines_.front());
    }
    void push(const std::string& line) {
        std::lock_guard<std::mutex> lock(mutex_);
        lines_.push_back(line);
    }

private:
    std::mutex mutex_;
    std::deque<std::string> lines_;
};

// One thread at a time drives a session; only its outbox is filled by others.
class Session {
public:
    void flush() {
        outbox_.drain([this](const std::string& line) { headers_[line] = 1; });
    }
    void reset() { headers_.clear(); }
    Outbox& outbox() { return outbox_; }

private:
    Outbox outbox_;
    std::map<std::string, int> headers_;
};
