// CASE: alias-copy-constructor-locked-ok
// SOURCE: written for this suite
// EXPECT: Snapshotable::rows_ OK
// STD: c++17
// PROVES: issue 3, aliases; peers: a copy constructor reading `other`
// WHY: the copy constructor reads the other object's map under the other object's lock

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Snapshotable {
public:
    Snapshotable() = default;
    Snapshotable(const Snapshotable& other) {
        std::lock_guard<std::mutex> lock(other.mutex_);
        rows_ = other.rows_;
    }

    void put(int id, std::string row) {
        std::lock_guard<std::mutex> lock(mutex_);
        rows_.insert_or_assign(id, std::move(row));
    }
    std::size_t size() const {
        std::lock_guard<std::mutex> lock(mutex_);
        return rows_.size();
    }

private:
    mutable std::mutex mutex_;
    std::unordered_map<int, std::string> rows_;
};

int main() {
    Snapshotable live;
    std::thread writer([&live] {
        for (int i = 0; i < 2000; ++i)
            live.put(i, "row");
    });
    std::size_t n = 0;
    for (int i = 0; i < 50; ++i) {
        Snapshotable copy(live);
        n += copy.size();
    }
    writer.join();
    return n > 100000;
}
