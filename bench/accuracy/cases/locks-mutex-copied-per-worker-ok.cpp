// CASE: locks-mutex-copied-per-worker-ok
// SOURCE: written for this suite
// EXPECT: Collector::Shared::totals OK
// STD: c++20
// PROVES: issue 3, locks
// WHY: the workers share the mutex pointer made once

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

class Collector {
public:
    struct Shared {
        std::unordered_map<std::string, long> totals;
    };

    void run(int workers) {
        std::vector<std::thread> ts;
        auto mutex = std::make_shared<std::mutex>();
        for (int w = 0; w < workers; ++w) {
            ts.emplace_back([this, mutex, w] { work(*mutex, w); });
        }
        for (auto& t : ts)
            t.join();
    }

private:
    void work(std::mutex& mutex, int w) {
        for (int i = 0; i < 1000; ++i) {
            std::lock_guard<std::mutex> g(mutex);
            shared_->totals["w" + std::to_string(w) + "/" + std::to_string(i % 64)] += i;
        }
    }
    std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

int main() {
    Collector c;
    c.run(3);
}

