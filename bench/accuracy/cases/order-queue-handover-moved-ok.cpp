// CASE: order-queue-handover-moved-ok
// SOURCE: written for this suite
// EXPECT: Batch::rows OK
// STD: c++17
// PROVES: checklist, boundary cases: built locally, then moved/handed over through a queue, promise or thread argument
// WHY: the batch has one owner at any time: the producer until the push, the sink after the pop

#include <condition_variable>
#include <memory>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <unordered_map>

struct Batch {
    std::unordered_map<int, std::string> rows;
};

class Channel {
public:
    void push(std::unique_ptr<Batch> b) {
        std::lock_guard<std::mutex> g(mu_);
        q_.push(std::move(b));
        cv_.notify_one();
    }
    std::unique_ptr<Batch> pop() {
        std::unique_lock<std::mutex> g(mu_);
        cv_.wait(g, [this] { return !q_.empty(); });
        auto b = std::move(q_.front());
        q_.pop();
        return b;
    }

private:
    std::mutex mu_;
    std::condition_variable cv_;
    std::queue<std::unique_ptr<Batch>> q_;
};

int main() {
    Channel chan;
    std::size_t bytes = 0;
    std::thread sink([&] {
        while (auto batch = chan.pop()) {
            batch->rows.erase(0);
            for (auto& row : batch->rows)
                bytes += row.second.size();
        }
    });
    for (int b = 0; b < 200; ++b) {
        auto batch = std::make_unique<Batch>();
        for (int r = 0; r < 20; ++r)
            batch->rows.emplace(r, "row");
        batch->rows.emplace(-1, "trailer");
        chan.push(std::move(batch));
    }
    chan.push(nullptr);
    sink.join();
    return bytes ? 0 : 1;
}
