// CASE: contexts-pool-tasks-share-map-race
// SOURCE: written for this suite
// EXPECT: WordCount::totals_ RACE
// STD: c++17
// PROVES: design, thread entries: a callable stored in a queue that a spawned worker drains is an entry
// WHY: tasks of one pool run beside each other; the lock covers the queue, not the totals

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

class ThreadPool {
public:
    explicit ThreadPool(int n) {
        for (int i = 0; i < n; ++i)
            workers_.emplace_back([this] { work(); });
    }
    ~ThreadPool() {
        {
            std::lock_guard<std::mutex> lk(m_);
            done_ = true;
        }
        cv_.notify_all();
        for (auto& w : workers_)
            w.join();
    }
    void submit(std::function<void()> f) {
        {
            std::lock_guard<std::mutex> lk(m_);
            tasks_.push_back(std::move(f));
        }
        cv_.notify_one();
    }

private:
    void work() {
        for (;;) {
            std::function<void()> task;
            {
                std::unique_lock<std::mutex> lk(m_);
                cv_.wait(lk, [this] { return done_ || !tasks_.empty(); });
                if (tasks_.empty())
                    return;
                task = std::move(tasks_.front());
                tasks_.pop_front();
            }
            task();
        }
    }
    std::mutex m_;
    std::condition_variable cv_;
    std::deque<std::function<void()>> tasks_;
    bool done_ = false;
    std::vector<std::thread> workers_;
};

class WordCount {
public:
    void addLine(ThreadPool& pool, std::string line) {
        pool.submit([this, line] { count(line); });
    }

private:
    void count(const std::string& line) {
        for (char c : line)
            ++totals_[std::string(1, c)];
    }
    std::unordered_map<std::string, int> totals_;
};

int main() {
    WordCount words;
    ThreadPool pool(3);
    for (int i = 0; i < 300; ++i)
        words.addLine(pool, "the quick brown fox " + std::to_string(i));
}
