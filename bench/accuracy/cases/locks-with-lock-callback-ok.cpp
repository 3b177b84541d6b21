// CASE: locks-with-lock-callback-ok
// SOURCE: written for this suite
// EXPECT: Guarded::state_ OK
// STD: c++17
// PROVES: issue 3, contexts: callables passed through several layers (a callable run under the helper's lock)
// WHY: withLock() runs the callable while it holds the lock

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Guarded {
public:
    template <class F>
    auto withLock(F &&f) {
        std::lock_guard<std::mutex> lock(mutex_);
        ++uses_;
        return f(state_);
    }

private:
    std::mutex mutex_;
    int uses_ = 0;
    std::unordered_map<std::string, int> state_;
};

static void agent(Guarded &g, int id) {
    for (int i = 0; i < 500; ++i) {
        g.withLock([&](std::unordered_map<std::string, int> &m) { m["agent" + std::to_string(id)] = i; });
        if (i % 10 == 0)
            g.withLock([](auto &m) { m.clear(); });
    }
}

int main() {
    Guarded g;
    std::thread a(agent, std::ref(g), 1), b(agent, std::ref(g), 2);
    a.join();
    b.join();
}
