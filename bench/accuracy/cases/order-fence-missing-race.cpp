// CASE: order-fence-missing-race
// SOURCE: written for this suite
// EXPECT: shm::directory RACE
// STD: c++17
// TSAN: blind fences are not followed
// PROVES: checklist, the hazard: release/acquire atomics (with fences)
// WHY: the writer has its release fence, the reader goes on after a relaxed load without an acquire fence

#include <atomic>
#include <map>
#include <string>
#include <thread>

namespace shm {

std::map<std::string, int> directory;
std::atomic<int> published{0};

void publish() {
    for (int i = 0; i < 100; ++i)
        directory["segment" + std::to_string(i)] = i;
    std::atomic_thread_fence(std::memory_order_release);
    published.store(1, std::memory_order_relaxed);
}

int attach(const std::string& name) {
    while (published.load(std::memory_order_relaxed) == 0)
        std::this_thread::yield();
    auto it = directory.find(name);
    return it == directory.end() ? -1 : it->second;
}

}  // namespace shm

int main() {
    std::thread owner(shm::publish);
    int segment = shm::attach("segment7");
    owner.join();
    return segment == 7 ? 0 : 1;
}
