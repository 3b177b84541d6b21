// CASE: contexts-heap-function-trampoline-race
// SOURCE: written for this suite
// EXPECT: Board::score_ RACE
// STD: c++17
// PROVES: issue 3, contexts: callables passed through several layers; multiplicity
// WHY: std::function on the heap, passed as the void pointer of a pthread

#include <functional>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <unordered_map>

static void* trampoline(void* p) {
    std::unique_ptr<std::function<void()>> f(static_cast<std::function<void()>*>(p));
    (*f)();
    return nullptr;
}
static pthread_t start(std::function<void()> f) {
    pthread_t t;
    pthread_create(&t, nullptr, trampoline, new std::function<void()>(std::move(f)));
    return t;
}
class Board {
public:
    void add(int k) {
        score_[k]++;
    }

private:
    std::mutex mutex_;
    std::unordered_map<int, int> score_;
};
int main() {
    Board b;
    pthread_t x = start([&b] { b.add(1); }), y = start([&b] { b.add(2); });
    pthread_join(x, nullptr);
    pthread_join(y, nullptr);
}
