// CASE: locks-try-helper-returns-guard-ok
// SOURCE: written for this suite
// EXPECT: Board::marks_ OK
// STD: c++17
// PROVES: issue 3, locks: guards passed by reference
// WHY: tryHold() returns an empty guard where the lock is taken, and mark() asks it

#include <map>
#include <mutex>
#include <thread>

class Board {
public:
    bool mark(int field) {
        std::unique_lock<std::mutex> held = tryHold();
        if (!held.owns_lock())
            return false;
        marks_[field] = true;
        return true;
    }
    std::size_t size() {
        std::lock_guard<std::mutex> lock(mutex_);
        return marks_.size();
    }

private:
    std::unique_lock<std::mutex> tryHold() {
        for (int i = 0; i < 3; ++i) {
            std::unique_lock<std::mutex> lock(mutex_, std::try_to_lock);
            if (lock)
                return lock;
        }
        return {};
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
