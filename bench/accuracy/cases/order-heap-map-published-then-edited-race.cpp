// CASE: order-heap-map-published-then-edited-race
// SOURCE: written for this suite
// EXPECT: Service::current_ RACE
// STD: c++17
// PROVES: issue 3, order: ownership (built locally, not escaped); an edit after hand-over is a race
// WHY: the builder keeps its pointer and edits the table after others can find it

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

class Service {
public:
    void reload() {
        auto next = std::make_shared<std::map<std::string, int>>();
        (*next)["a"] = 1;
        {
            std::lock_guard<std::mutex> lock(mutex_);
            current_ = next;
        }
        (*next)["b"] = 2;
    }
    int get(const std::string& key) {
        std::lock_guard<std::mutex> lock(mutex_);
        return current_ ? static_cast<int>(current_->count(key)) : 0;
    }

private:
    std::mutex mutex_;
    std::shared_ptr<std::map<std::string, int>> current_;
};

int main() {
    Service s;
    std::thread reader([&s] { return s.get("a"); });
    s.reload();
    reader.join();
}
