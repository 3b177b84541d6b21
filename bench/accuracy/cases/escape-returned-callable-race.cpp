// CASE: escape-returned-callable-race
// SOURCE: written for this suite
// EXPECT: Sessions::open_ RACE reference-escape
// STD: c++20
// PROVES: checklist MR05: a reference, pointer or iterator into a guarded map outlives the guarded scope
// WHY: the callable that is returned refers to an element

#include <functional>
#include <map>
#include <mutex>
#include <thread>

struct Session { int hits = 0; };

class Sessions {
public:
    std::function<int()> counter(int id) {
        std::lock_guard<std::mutex> g(mutex_);
        Session& s = open_[id];
        return [&s] { return ++s.hits; };
    }
    void close(int id) {
        std::lock_guard<std::mutex> g(mutex_);
        open_.erase(id);
    }

private:
    std::mutex mutex_;
    std::map<int, Session> open_;
};

int main() {
    Sessions s;
    std::thread a([&s] { for (int i = 0; i < 200; ++i) s.close(i % 7); });
    int n = 0;
    for (int i = 0; i < 200; ++i) n += s.counter(i % 7)();
    a.join();
    return n == -1;
}
