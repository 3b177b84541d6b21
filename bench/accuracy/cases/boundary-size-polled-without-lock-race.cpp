// CASE: boundary-size-polled-without-lock-race
// SOURCE: written for this suite
// EXPECT: JobBoard::pending RACE
// STD: c++17
// PROVES: checklist, boundary cases: `size()` polled without the lock that writers hold
// WHY: the back-pressure loop polls empty() and size() without the mutex

#include <mutex>
#include <set>
#include <thread>

struct JobBoard {
    std::mutex mtx;
    std::set<int> pending;

    void add(int id) {
        std::scoped_lock lock(mtx);
        pending.insert(id);
    }
    bool takeOne() {
        std::scoped_lock lock(mtx);
        if (pending.empty())
            return false;
        pending.erase(pending.begin());
        return true;
    }
    bool overloaded() const { return pending.size() > 64; }
};

int main() {
    JobBoard board;
    std::thread consumer([&board] {
        int done = 0;
        while (done < 1000)
            done += board.takeOne() ? 1 : 0;
    });
    for (int i = 0; i < 1000; ++i) {
        if (board.overloaded())
            std::this_thread::yield();
        board.add(i);
    }
    consumer.join();
}
