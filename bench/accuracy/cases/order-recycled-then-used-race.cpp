// CASE: order-recycled-then-used-race
// SOURCE: written for this suite
// EXPECT: Scratch::seen RACE
// STD: c++17
// PROVES: peers: ownership and escape; release-then-edit
// WHY: the buffer is cleared after it went back to the free list, where another thread may have taken it

#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

struct Scratch {
    std::unordered_set<int> seen;
};

class FreeList {
public:
    Scratch *take() {
        std::lock_guard<std::mutex> lock(mutex_);
        if (free_.empty())
            return new Scratch;
        Scratch *s = free_.back();
        free_.pop_back();
        return s;
    }
    void give(Scratch *s) {
        std::lock_guard<std::mutex> lock(mutex_);
        free_.push_back(s);
    }

private:
    std::mutex mutex_;
    std::vector<Scratch *> free_;
};

static FreeList freeList;

static void query(int first) {
    for (int i = 0; i < 1000; ++i) {
        Scratch *s = freeList.take();
        for (int k = 0; k < 10; ++k)
            s->seen.insert(first + i * k);
        freeList.give(s);
        s->seen.clear();
    }
}

int main() {
    std::thread a(query, 1), b(query, 7);
    a.join();
    b.join();
}
