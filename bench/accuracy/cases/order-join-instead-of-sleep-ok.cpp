// CASE: order-join-instead-of-sleep-ok
// SOURCE: written for this suite
// EXPECT: main::inodes OK
// STD: c++17
// PROVES: checklist, the hazard: what orders two accesses (time does not)
// WHY: join() orders the scan before the count

#include <chrono>
#include <thread>
#include <unordered_set>

int main() {
    std::unordered_set<unsigned long> inodes;
    std::thread scan([&inodes] {
        for (unsigned long i = 0; i < 1000; ++i)
            inodes.insert(i * 2654435761u % 4096);
    });
    scan.join();
    std::size_t n = inodes.size();
    return n > 4096;
}
