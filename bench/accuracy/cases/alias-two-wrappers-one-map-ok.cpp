// CASE: alias-two-wrappers-one-map-ok
// SOURCE: written for this suite
// EXPECT: View::rows_ OK
// STD: c++20
// PROVES: design, same object?
// WHY: the views share map and mutex in one shared object

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

using Rows = std::unordered_map<int, std::string>;

struct Table {
    std::mutex mutex;
    Rows rows;
};

class View {
public:
    explicit View(std::shared_ptr<Table> table) : table_(std::move(table)) {}

    void set(int id, std::string text) {
        std::lock_guard<std::mutex> g(table_->mutex);
        table_->rows[id] = std::move(text);
    }
    void drop(int id) {
        std::lock_guard<std::mutex> g(table_->mutex);
        table_->rows.erase(id);
    }

private:
    std::shared_ptr<Table> table_;
};

int main() {
    auto data = std::make_shared<Table>();
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
