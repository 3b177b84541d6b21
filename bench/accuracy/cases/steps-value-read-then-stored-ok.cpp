// CASE: steps-value-read-then-stored-ok
// SOURCE: written for this suite
// EXPECT: ids::Sequencer::next_ OK
// STD: c++20
// PROVES: checklist MR07
// WHY: read and store are one critical section

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
