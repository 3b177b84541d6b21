// CASE: locks-all-stripes-by-index-ok
// SOURCE: written for this suite
// EXPECT: Index::rows_ OK
// STD: c++17
// PROVES: issue 3, locks: several locks at once
// WHY: clear() takes all stripes by their index and excludes everybody

#include <pthread.h>
#include <string>
#include <thread>
#include <unordered_map>

class Stripe {
public:
    Stripe() { pthread_mutex_init(&handle_, nullptr); }
    void enter() { pthread_mutex_lock(&handle_); }
    void leave() { pthread_mutex_unlock(&handle_); }

private:
    pthread_mutex_t handle_;
};

class Index {
public:
    void add(int stripe, int key, const std::string& row) {
        stripes_[stripe].enter();
        rows_[stripe][key] = row;
        stripes_[stripe].leave();
    }
    void clear() {
        for (int i = 0; i < Count; ++i)
            stripes_[i].enter();
        for (int i = 0; i < Count; ++i)
            rows_[i].clear();
        for (int i = 0; i < Count; ++i)
            stripes_[i].leave();
    }

private:
    static constexpr int Count = 8;
    Stripe stripes_[Count];
    std::unordered_map<int, std::string> rows_[Count];
};

int main() {
    Index index;
    std::thread adding([&index] {
        for (int i = 0; i < 1000; ++i)
            index.add(i % 8, i, "row");
    });
    for (int i = 0; i < 10; ++i)
        index.clear();
    adding.join();
}
