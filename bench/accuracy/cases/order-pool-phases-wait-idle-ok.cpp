// CASE: order-pool-phases-wait-idle-ok
// SOURCE: written for this suite
// EXPECT: linker::Linker::symbols_ OK
// STD: c++20
// PROVES: issue 3, order
// WHY: waitIdle() ends the definition phase before any relocation job reads

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include <cstdlib>

namespace linker {

class Executor {
public:
    explicit Executor(int n) {
        for (int i = 0; i < n; ++i)
            threads_.emplace_back([this] { loop(); });
    }
    ~Executor() {
        {
            std::lock_guard<std::mutex> g(m_);
            stop_ = true;
        }
        work_.notify_all();
        for (auto& t : threads_)
            t.join();
    }
    void submit(std::function<void()> f) {
        std::lock_guard<std::mutex> g(m_);
        ++open_;
        q_.push_back(std::move(f));
        work_.notify_one();
    }
    void waitIdle() {
        std::unique_lock<std::mutex> lk(m_);
        idle_.wait(lk, [this] { return open_ == 0; });
    }

private:
    void loop() {
        std::unique_lock<std::mutex> lk(m_);
        while (true) {
            work_.wait(lk, [this] { return stop_ || !q_.empty(); });
            if (q_.empty())
                return;
            auto f = std::move(q_.front());
            q_.pop_front();
            lk.unlock();
            f();
            lk.lock();
            if (--open_ == 0)
                idle_.notify_all();
        }
    }
    std::mutex m_;
    std::condition_variable work_, idle_;
    std::deque<std::function<void()>> q_;
    int open_ = 0;
    bool stop_ = false;
    std::vector<std::thread> threads_;
};

class Linker {
public:
    int link(int objects) {
        for (int o = 0; o < objects; ++o)
            pool_.submit([this, o] { define(o); });
        pool_.waitIdle();
        for (int o = 0; o < objects; ++o)
            pool_.submit([this, o] { relocate(o); });
        pool_.waitIdle();
        return static_cast<int>(symbols_.size());
    }

private:
    void define(int o) {
        for (int s = 0; s < 20; ++s) {
            std::lock_guard<std::mutex> g(mu_);
            symbols_["f" + std::to_string(o) + "_" + std::to_string(s)] = o * 64 + s;
        }
    }
    void relocate(int o) {
        auto it = symbols_.find("f" + std::to_string(o) + "_0");
        if (it == symbols_.end())
            std::abort();
    }
    std::mutex mu_;
    std::unordered_map<std::string, int> symbols_;
    Executor pool_{3};
};

}  // namespace linker

int main() {
    auto l = std::make_unique<linker::Linker>();
    return l->link(100) != 2000;
}
