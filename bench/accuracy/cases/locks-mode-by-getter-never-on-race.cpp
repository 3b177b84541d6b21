// CASE: locks-mode-by-getter-never-on-race
// SOURCE: reduced from Kea DHCP, MultiThreadingLock
// EXPECT: Leases::byAddress_ RACE
// STD: c++17
// PROVES: issue 3, locks: lock only under a condition
// WHY: the mode that the guard asks a getter for is never switched on, but the threads are there

#include <mutex>
#include <thread>
#include <unordered_map>

class Threading {
public:
    static Threading& instance() {
        static Threading threading;
        return threading;
    }
    bool mode() const { return enabled_; }
    void setMode(bool enabled) { enabled_ = enabled; }

private:
    bool enabled_ = false;
};

class ModeLock {
public:
    explicit ModeLock(std::mutex& mutex) {
        if (Threading::instance().mode())
            lock_ = std::unique_lock<std::mutex>(mutex);
    }

private:
    std::unique_lock<std::mutex> lock_;
};

class Leases {
public:
    void add(unsigned address, int lifetime) {
        ModeLock lock(mutex_);
        byAddress_.emplace(address, lifetime);
    }
    void remove(unsigned address) {
        ModeLock lock(mutex_);
        byAddress_.erase(address);
    }

private:
    std::mutex mutex_;
    std::unordered_map<unsigned, int> byAddress_;
};

int main() {
    Threading::instance().setMode(false);
    Leases leases;
    std::thread packets([&leases] {
        for (unsigned i = 0; i < 1000; ++i)
            leases.add(i, 3600);
    });
    for (unsigned i = 0; i < 1000; ++i)
        leases.remove(i);
    packets.join();
}
