// CASE: locks-all-lanes-by-helper-ok
// SOURCE: written for this suite
// EXPECT: Lanes::values_ OK
// STD: c++17
// PROVES: issue 3, locks: several locks at once
// WHY: rebalance() takes the lock of every lane by a helper and gives them back at its end

#include <array>
#include <map>
#include <mutex>
#include <thread>

class Lanes {
public:
    void put(unsigned key, int value) {
        const unsigned lane = key % Count;
        std::lock_guard<std::mutex> lock(mutexes_[lane]);
        values_[lane][key] = value;
    }
    void rebalance() {
        lockAll();
        for (unsigned lane = 1; lane < Count; ++lane)
            if (values_[lane].size() > 100)
                values_[lane].clear();
        unlockAll();
    }

private:
    static constexpr unsigned Count = 4;
    void lockAll() {
        for (auto& mutex : mutexes_)
            mutex.lock();
    }
    void unlockAll() {
        for (auto& mutex : mutexes_)
            mutex.unlock();
    }
    std::array<std::mutex, Count> mutexes_;
    std::array<std::map<unsigned, int>, Count> values_;
};

int main() {
    Lanes lanes;
    std::thread writer([&lanes] {
        for (unsigned i = 0; i < 1000; ++i)
            lanes.put(i, 1);
    });
    for (int i = 0; i < 10; ++i)
        lanes.rebalance();
    writer.join();
}
