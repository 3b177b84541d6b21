// CASE: contexts-thread-default-member-initialiser-ok
// SOURCE: written for this suite
// EXPECT: Poller::state OK
// STD: c++17
// PROVES: issue 3, order: constructor/destructor phases
// WHY: the thread of a default member initialiser is waited for before the write

#include <map>
#include <thread>

struct Poller {
    std::map<int, int> state;
    std::thread worker{[this] { poll(); }};
    void poll() {
        state[1] = 1;
    }
    void finish() {
        worker.join();
    }
};
int main() {
    Poller p;
    p.finish();
    p.state[2] = 2;
}
