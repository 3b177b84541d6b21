// CASE: steps-fields-in-both-branches-race
// SOURCE: written for this suite
// EXPECT: topics::History::keyed_ RACE torn-update
// STD: c++17
// TSAN: blind no data race by the memory model
// PROVES: checklist MR08
// WHY: each update writes the next deadline of the map beside it, whatever branch is taken, and the reset lets others see one without the other

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
        if (withKeys_)
            keyed_[instance] = at;
        else
            keyed_[0] = at;
        deadline_ = at;
        return true;
    }

    void postpone(int instance, long by) {
        std::lock_guard<std::mutex> g(mu_);
        deadline_ += by;
        if (withKeys_)
            keyed_.erase(instance);
    }

    long nextDeadline() {
        std::lock_guard<std::mutex> g(mu_);
        return keyed_.empty() ? deadline_ : keyed_.begin()->second;
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
