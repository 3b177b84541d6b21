// CASE: order-own-barrier-arrive-only-ok
// SOURCE: written for this suite
// EXPECT: mr::Shuffle::parts OK
// STD: c++20
// PROVES: issue 3, order
// WHY: arriveAndWait() blocks until all mappers have come

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace mr {

class Rendezvous {
public:
    explicit Rendezvous(int n) : missing_(n) {}
    void arrive() {
        std::lock_guard<std::mutex> g(m_);
        if (--missing_ == 0)
            cv_.notify_all();
    }
    void arriveAndWait() {
        std::unique_lock<std::mutex> lk(m_);
        if (--missing_ == 0)
            cv_.notify_all();
        else
            cv_.wait(lk, [this] { return missing_ == 0; });
    }

private:
    std::mutex m_;
    std::condition_variable cv_;
    int missing_;
};

struct Shuffle {
    explicit Shuffle(int n) : mapped(n), parts(static_cast<std::size_t>(n)) {}
    Rendezvous mapped;
    std::vector<std::map<std::string, int>> parts;
};

std::size_t node(Shuffle& s, std::size_t self) {
    for (int i = 0; i < 400; ++i)
        ++s.parts[self]["k" + std::to_string(i % 90)];
    s.mapped.arriveAndWait();
    std::size_t n = 0;
    for (const auto& part : s.parts)
        n += part.count("k" + std::to_string(self));
    return n;
}

}  // namespace mr

int main() {
    auto s = std::make_unique<mr::Shuffle>(3);
    std::vector<std::thread> ts;
    for (std::size_t i = 0; i < 3; ++i)
        ts.emplace_back([&s, i] { mr::node(*s, i); });
    for (auto& t : ts)
        t.join();
}
