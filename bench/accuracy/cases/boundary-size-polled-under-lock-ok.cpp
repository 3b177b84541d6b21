// CASE: boundary-size-polled-under-lock-ok
// SOURCE: written for this suite
// EXPECT: JobBoard::pending OK
// STD: c++17
// PROVES: checklist, the hazard: `size()`, `empty()`, iteration and `find` are reads
// WHY: the poll takes the mutex like everyone else

#include <mutex>
#include <set>
#include <thread>

struct JobBoard {
    mutable std::mutex mtx;
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
    bool overloaded() const {
        std::scoped_lock lock(mtx);
        return pending.size() > 64;
    }
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
