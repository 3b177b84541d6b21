// CASE: order-latch-several-workers-ok
// SOURCE: written for this suite
// EXPECT: Stage::built_ OK
// STD: c++20
// PROVES: issue 3, order: latch/barrier/semaphore
// WHY: the workers write under the mutex and count down after it; when wait() returns nobody writes

#include <latch>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

class Stage {
public:
    explicit Stage(int workers) : done_(workers) {
        for (int w = 0; w < workers; ++w)
            threads_.emplace_back([this, w] { build(w); });
    }
    std::size_t result() {
        done_.wait();
        return built_.size();
    }

private:
    void build(int w) {
        for (int i = 0; i < 500; ++i) {
            std::lock_guard<std::mutex> lock(mutex_);
            built_.emplace(w * 1000 + i, i);
        }
        done_.count_down();
    }
    std::mutex mutex_;
    std::map<int, int> built_;
    std::latch done_;
    std::vector<std::jthread> threads_;
};

int main() {
    Stage stage(3);
    return stage.result() > 1500;
}
