// CASE: locks-taken-on-one-branch-race
// SOURCE: written for this suite
// EXPECT: PageTable::pages_ RACE
// STD: c++17
// PROVES: issue 3, locks: lock only under a condition
// WHY: the caller that does not want to wait gets no lock at all

#include <mutex>
#include <thread>
#include <unordered_map>

class PageTable {
public:
    bool map(unsigned long page, unsigned long frame, bool may_block) {
        if (may_block)
            mtx_.lock();
        bool fresh = pages_.emplace(page, frame).second;
        if (may_block)
            mtx_.unlock();
        return fresh;
    }

private:
    std::mutex mtx_;
    std::unordered_map<unsigned long, unsigned long> pages_;
};

static PageTable kernel_pages;

static void fault_handler() {
    for (unsigned long i = 0; i < 800; ++i)
        kernel_pages.map(i, i * 2, true);
}

static void interrupt_handler() {
    for (unsigned long i = 500; i < 1300; ++i)
        kernel_pages.map(i, i * 3, false);
}

int main() {
    std::thread a(fault_handler), b(interrupt_handler);
    a.join();
    b.join();
}
