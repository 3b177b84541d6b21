// CASE: escape-output-parameter-gets-a-copy-ok
// SOURCE: written for this suite
// EXPECT: Quotas::all_ OK
// STD: c++17
// PROVES: checklist MR05: a view of the cache leaves the lock
// WHY: get() copies the element

#include <map>
#include <mutex>
#include <thread>

struct Limits { int soft = 1, hard = 2; };

class Quotas {
public:
    bool get(int user, Limits* out) {
        std::lock_guard<std::mutex> lock(mutex_);
        auto it = all_.find(user);
        if (it == all_.end()) return false;
        *out = it->second;
        return true;
    }
    void drop(int user) {
        std::lock_guard<std::mutex> lock(mutex_);
        all_.erase(user);
    }
    void set(int user) {
        std::lock_guard<std::mutex> lock(mutex_);
        all_.emplace(user, Limits());
    }
private:
    std::mutex mutex_;
    std::map<int, Limits> all_;
};

int main() {
    Quotas q;
    std::thread t([&q] { for (int i = 0; i < 2000; ++i) { q.set(1); q.drop(1); } });
    int sum = 0;
    for (int i = 0; i < 2000; ++i) {
        Limits l;
        if (q.get(1, &l)) sum += l.soft;
    }
    t.join();
    return sum < 0;
}
