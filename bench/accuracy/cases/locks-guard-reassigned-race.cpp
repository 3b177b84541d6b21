// CASE: locks-guard-reassigned-race
// SOURCE: written for this suite
// EXPECT: Depot::parcels_ RACE
// STD: c++17
// PROVES: issue 3, locks: guards moved (move assignment)
// WHY: the assignment gives the first mutex back before the last use of the parcels

#include <map>
#include <mutex>
#include <thread>

class Depot {
public:
    void dispatch(int parcel, int truck) {
        std::unique_lock<std::mutex> lock(parcelsMutex_);
        parcels_[parcel] = truck;
        lock = std::unique_lock<std::mutex>(trucksMutex_);
        ++trucks_[truck];
        if (trucks_[truck] > 10)
            parcels_.erase(parcel);
    }
    std::size_t waiting() {
        std::lock_guard<std::mutex> lock(parcelsMutex_);
        return parcels_.size();
    }

private:
    std::mutex parcelsMutex_, trucksMutex_;
    std::map<int, int> parcels_;
    std::map<int, int> trucks_;
};

int main() {
    Depot depot;
    std::thread belt([&depot] {
        for (int i = 0; i < 1000; ++i)
            depot.dispatch(i, i % 5);
    });
    std::size_t n = 0;
    for (int i = 0; i < 1000; ++i)
        n += depot.waiting();
    belt.join();
    return n == 1;
}
