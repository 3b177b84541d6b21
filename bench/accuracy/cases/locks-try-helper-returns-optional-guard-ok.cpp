// CASE: locks-try-helper-returns-optional-guard-ok
// SOURCE: written for this suite
// EXPECT: Board::marks_ OK
// STD: c++17
// PROVES: issue 3, locks: guards passed by reference
// WHY: tryHold() returns a guard only with the lock held, and mark() looks whether there is one

#include <map>
#include <mutex>
#include <optional>
#include <thread>

class Board {
public:
    bool mark(int field) {
        auto held = tryHold();
        if (!held)
            return false;
        marks_[field] = true;
        return true;
    }
    std::size_t size() {
        std::lock_guard<std::mutex> lock(mutex_);
        return marks_.size();
    }

private:
    std::optional<std::unique_lock<std::mutex>> tryHold() {
        std::unique_lock<std::mutex> lock(mutex_, std::try_to_lock);
        if (!lock.owns_lock())
            return std::nullopt;
        return lock;
    }
    std::mutex mutex_;
    std::map<int, bool> marks_;
    int missed_ = 0;
};

int main() {
    Board board;
    std::thread marking([&board] {
        for (int i = 0; i < 300; ++i)
            board.mark(i);
    });
    for (int i = 0; i < 300; ++i)
        board.size();
    marking.join();
}
