// CASE: steps-fields-in-either-branch-ok
// SOURCE: after a false alarm in Fast DDS, PublisherHistory::set_next_deadline
// EXPECT: topics::History::keyed_ OK
// STD: c++17
// PROVES: checklist MR08
// WHY: the deadline of a topic without keys and the map of a topic with keys are written in branches of which only one is taken, so neither belongs to the other

#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace topics {

class History {
public:
    explicit History(bool keyed) : withKeys_(keyed) {}

    bool setDeadline(int instance, long at) {
        std::lock_guard<std::mutex> g(mu_);
        if (!withKeys_) {
            deadline_ = at;
            return true;
        }
        keyed_[instance] = at;
        return true;
    }

    void postpone(int instance, long by) {
        std::lock_guard<std::mutex> g(mu_);
        if (withKeys_) {
            keyed_.erase(instance);
        } else {
            deadline_ += by;
        }
    }

    long nextDeadline() {
        std::lock_guard<std::mutex> g(mu_);
        return withKeys_ ? keyed_.begin()->second : deadline_;
    }

    void reset() {
        {
            std::lock_guard<std::mutex> g(mu_);
            keyed_.clear();
        }
        std::lock_guard<std::mutex> g(mu_);
        deadline_ = 0;
    }

private:
    const bool withKeys_;
    std::mutex mu_;
    long deadline_ = 0;
    std::map<int, long> keyed_;
};

}  // namespace topics

int main() {
    auto history = std::make_unique<topics::History>(true);
    std::thread writer([&] {
        for (int i = 0; i < 500; ++i)
            history->setDeadline(i % 7, i);
    });
    for (int i = 0; i < 500; ++i) {
        history->setDeadline(3, i);
        if (history->nextDeadline() < 0)
            history->postpone(3, 10);
    }
    history->reset();
    writer.join();
}
