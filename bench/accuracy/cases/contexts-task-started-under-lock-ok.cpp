// CASE: contexts-task-started-under-lock-ok
// SOURCE: written for this suite
// EXPECT: Refresher::quotes_ OK
// STD: c++17
// PROVES: peers: tasks started under the lock (the lock of the starter is not held by the started)
// WHY: the task is started while the lock is held and takes the lock for itself

#include <future>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

class Refresher {
public:
    void refresh(const std::string& symbol) {
        std::lock_guard<std::mutex> lock(mutex_);
        quotes_.erase(symbol);
        pending_.push_back(std::async(std::launch::async, [this, symbol] {
            int price = static_cast<int>(symbol.size()) * 3;
            std::lock_guard<std::mutex> inner(mutex_);
            quotes_[symbol] = price;
        }));
    }
    void wait() {
        std::vector<std::future<void>> all;
        {
            std::lock_guard<std::mutex> lock(mutex_);
            all.swap(pending_);
        }
        for (auto& f : all)
            f.get();
    }

private:
    std::mutex mutex_;
    std::unordered_map<std::string, int> quotes_;
    std::vector<std::future<void>> pending_;
};

int main() {
    Refresher r;
    for (int i = 0; i < 100; ++i)
        r.refresh("SYM" + std::to_string(i % 30));
    r.wait();
}
