// CASE: order-latch-counted-down-early-race
// SOURCE: written for this suite
// EXPECT: Stage::built_ RACE
// STD: c++20
// PROVES: issue 3, order: latch/barrier/semaphore
// WHY: the workers count down before their last write to the map

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
        done_.count_down();
        for (int i = 0; i < 500; ++i) {
            std::lock_guard<std::mutex> lock(mutex_);
            built_.emplace(w * 1000 + i, i);
        }
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
