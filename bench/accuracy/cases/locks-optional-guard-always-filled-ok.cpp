// CASE: locks-optional-guard-always-filled-ok
// SOURCE: written for this suite
// EXPECT: Journal::index_ OK
// STD: c++17
// PROVES: issue 3, locks: guards held in `std::optional`
// WHY: the optional is filled on every path and reset after the last use of the index

#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

class Journal {
public:
    void append(const std::vector<int>& ids) {
        std::optional<std::unique_lock<std::mutex>> lock;
        lock.emplace(mutex_);
        for (int id : ids)
            index_.emplace(id, index_.size());
        lock.reset();
        flush(ids.size());
    }

private:
    static void flush(std::size_t n) { (void)n; }
    std::mutex mutex_;
    std::unordered_map<int, std::size_t> index_;
};

int main() {
    Journal journal;
    auto writer = [&journal](int base) {
        for (int i = 0; i < 300; ++i)
            journal.append(std::vector<int>(i % 12, base + i));
    };
    std::thread a(writer, 0), b(writer, 1000);
    a.join();
    b.join();
}
