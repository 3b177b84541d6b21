// CASE: steps-value-read-then-stored-race
// SOURCE: written for this suite
// EXPECT: ids::Sequencer::next_ RACE
// STD: c++20
// TSAN: blind no data race by the memory model
// PROVES: checklist MR07
// WHY: the value read in one critical section decides what the second one stores, an increment in between is lost

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace ids {

class Sequencer {
public:
    long next(const std::string& stream) {
        long n = 1;
        {
            std::lock_guard<std::mutex> g(mu_);
            auto it = next_.find(stream);
            if (it != next_.end())
                n = it->second + 1;
        }
        {
            std::lock_guard<std::mutex> g(mu_);
            next_[stream] = n;
        }
        return n;
    }

private:
    std::mutex mu_;
    std::unordered_map<std::string, long> next_;
};

}  // namespace ids

int main() {
    auto s = std::make_unique<ids::Sequencer>();
    auto client = [&s] {
        for (int i = 0; i < 2000; ++i)
            s->next("orders");
    };
    std::thread a(client), b(client);
    a.join();
    b.join();
}
