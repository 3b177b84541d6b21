// CASE: locks-try-helper-returns-guard-race
// SOURCE: written for this suite
// EXPECT: Board::marks_ RACE
// STD: c++17
// PROVES: issue 3, locks: guards passed by reference
// WHY: mark() asks the guard and goes on without the lock

#include <map>
#include <mutex>
#include <thread>

class Board {
public:
    bool mark(int field) {
        std::unique_lock<std::mutex> held = tryHold();
        if (!held.owns_lock())
            ++missed_;
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
