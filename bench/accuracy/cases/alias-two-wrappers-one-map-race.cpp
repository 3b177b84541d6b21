// CASE: alias-two-wrappers-one-map-race
// SOURCE: written for this suite
// EXPECT: View::rows_ RACE
// STD: c++20
// PROVES: design, same object?
// WHY: two views share one map through their shared_ptr, but each view locks a mutex of its own

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

using Rows = std::unordered_map<int, std::string>;

class View {
public:
    explicit View(std::shared_ptr<Rows> rows) : rows_(std::move(rows)) {}

    void set(int id, std::string text) {
        std::lock_guard<std::mutex> g(mutex_);
        (*rows_)[id] = std::move(text);
    }
    void drop(int id) {
        std::lock_guard<std::mutex> g(mutex_);
        rows_->erase(id);
    }

private:
    std::mutex mutex_;
    std::shared_ptr<Rows> rows_;
};

int main() {
    auto data = std::make_shared<Rows>();
    View left(data), right(data);
    std::thread t([&left] {
        for (int i = 0; i < 2000; ++i) {
            left.set(i, "l");
            left.drop(i - 9);
        }
    });
    for (int i = 5000; i < 7000; ++i) {
        right.set(i, "r");
        right.drop(i - 9);
    }
    t.join();
}
