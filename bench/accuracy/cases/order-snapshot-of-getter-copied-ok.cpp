// CASE: order-snapshot-of-getter-copied-ok
// SOURCE: written for this suite
// EXPECT: Directory::current_ OK
// STD: c++17
// PROVES: issue 3, order: release/acquire; rules, MR13
// WHY: the map that a getter has loaded for the readers is copied, and the copy changed and stored

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

using Pages = std::unordered_map<int, int>;
class Directory {
public:
    Directory() : current_(std::make_shared<Pages>()) {}
    std::shared_ptr<const Pages> snapshot() const { return std::atomic_load(&current_); }
    void set(int page, int version) {
        std::lock_guard<std::mutex> hold(gate_);
        auto next = std::make_shared<Pages>(*std::atomic_load(&current_));
        (*next)[page] = version;
        std::atomic_store(&current_, next);
    }

private:
    std::mutex gate_;
    std::shared_ptr<Pages> current_;
};

int main() {
    Directory directory;
    std::thread reader([&directory] {
        for (int i = 0; i < 500; ++i) {
            auto pages = directory.snapshot();
            pages->count(i);
        }
    });
    for (int i = 0; i < 500; ++i)
        directory.set(i, 1);
    reader.join();
}
