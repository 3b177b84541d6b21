// CASE: order-pool-not-drained-race
// SOURCE: written for this suite
// EXPECT: main::sizes RACE
// STD: c++17
// PROVES: checklist, the hazard: hand-over (peers: a read after a completion wait is safe)
// WHY: main reads the results as soon as all jobs are submitted

#include <condition_variable>
#include <functional>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

class Pool {
public:
    explicit Pool(int n) {
        for (int i = 0; i < n; ++i)
            threads_.emplace_back(&Pool::loop, this);
    }
    ~Pool() {
        {
            std::lock_guard<std::mutex> l(m_);
            quit_ = true;
        }
        work_.notify_all();
        for (auto& t : threads_)
            t.join();
    }
    void run(std::function<void()> job) {
        std::lock_guard<std::mutex> l(m_);
        jobs_.push(std::move(job));
        ++open_;
        work_.notify_one();
    }
    void waitIdle() {
        std::unique_lock<std::mutex> l(m_);
        idle_.wait(l, [this] { return open_ == 0; });
    }

private:
    void loop() {
        std::unique_lock<std::mutex> l(m_);
        for (;;) {
            work_.wait(l, [this] { return quit_ || !jobs_.empty(); });
            if (jobs_.empty())
                return;
            auto job = std::move(jobs_.front());
            jobs_.pop();
            l.unlock();
            job();
            l.lock();
            if (--open_ == 0)
                idle_.notify_all();
        }
    }
    std::mutex m_;
    std::condition_variable work_, idle_;
    std::queue<std::function<void()>> jobs_;
    int open_ = 0;
    bool quit_ = false;
    std::vector<std::thread> threads_;
};

int main() {
    std::unordered_map<std::string, int> sizes;
    std::mutex sizesMutex;
    Pool pool(2);
    for (int i = 0; i < 100; ++i)
        pool.run([&, i] {
            std::lock_guard<std::mutex> lock(sizesMutex);
            sizes["f" + std::to_string(i)] = i;
        });
    return sizes.size() > 100;
}
