// CASE: order-queue-handover-edit-after-push-race
// SOURCE: written for this suite
// EXPECT: Batch::rows RACE
// STD: c++17
// PROVES: issue 3, order: an edit after hand-over is a race
// WHY: the producer keeps a shared_ptr to the batch and adds the trailer row after the push

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
    void push(std::shared_ptr<Batch> b) {
        std::lock_guard<std::mutex> g(mu_);
        q_.push(std::move(b));
        cv_.notify_one();
    }
    std::shared_ptr<Batch> pop() {
        std::unique_lock<std::mutex> g(mu_);
        cv_.wait(g, [this] { return !q_.empty(); });
        auto b = q_.front();
        q_.pop();
        return b;
    }

private:
    std::mutex mu_;
    std::condition_variable cv_;
    std::queue<std::shared_ptr<Batch>> q_;
};

int main() {
    Channel chan;
    std::size_t bytes = 0;
    std::thread sink([&] {
        while (auto batch = chan.pop())
            for (auto& row : batch->rows)
                bytes += row.second.size();
    });
    for (int b = 0; b < 200; ++b) {
        auto batch = std::make_shared<Batch>();
        for (int r = 0; r < 20; ++r)
            batch->rows.emplace(r, "row");
        chan.push(batch);
        batch->rows.emplace(-1, "trailer");
    }
    chan.push(nullptr);
    sink.join();
    return bytes ? 0 : 1;
}
