// CASE: escape-own-entry-after-relock-ok
// SOURCE: written for this suite
// EXPECT: Calls::waiting_ OK
// STD: c++17
// PROVES: issue 3, aliases: iterators; locks: unlock and relock
// WHY: each caller erases its own entry only, so that it is still there when the lock is held again

#include <map>
#include <mutex>
#include <thread>

struct Call {
    bool done = false;
    int result = 0;
};
class Calls {
public:
    int wait(int id) {
        std::unique_lock<std::mutex> hold(gate_);
        auto own = waiting_.emplace(id, Call()).first;
        hold.unlock();
        std::this_thread::yield();
        hold.lock();
        int result = own->second.result;
        waiting_.erase(own);
        return result;
    }

private:
    std::mutex gate_;
    std::map<int, Call> waiting_;
};

int main() {
    Calls calls;
    std::thread other([&calls] {
        for (int i = 0; i < 200; ++i)
            calls.wait(2 * i);
    });
    for (int i = 0; i < 200; ++i)
        calls.wait(2 * i + 1);
    other.join();
}
