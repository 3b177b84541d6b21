// CASE: order-sleep-instead-of-join-race
// SOURCE: written for this suite
// EXPECT: main::inodes RACE
// STD: c++17
// PROVES: checklist, the hazard: what orders two accesses (time does not)
// WHY: sleeping long enough is no synchronisation

#include <chrono>
#include <thread>
#include <unordered_set>

int main() {
    std::unordered_set<unsigned long> inodes;
    std::thread scan([&inodes] {
        for (unsigned long i = 0; i < 1000; ++i)
            inodes.insert(i * 2654435761u % 4096);
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    std::size_t n = inodes.size();
    scan.join();
    return n > 4096;
}
