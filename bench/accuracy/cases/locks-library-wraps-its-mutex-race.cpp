// CASE: locks-library-wraps-its-mutex-race
// SOURCE: reduced from Monero, tx_memory_pool without CRITICAL_REGION_LOCAL in a getter
// EXPECT: TxPool::entries_ RACE
// STD: c++17
// PROVES: issue 3, locks: classes of the code base itself
// WHY: size() forgets the region that every other member enters; no thread is started in view

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

class Section {
public:
    void lock() const { inner_.lock(); }
    void unlock() const { inner_.unlock(); }

private:
    mutable std::recursive_mutex inner_;
};

template <class Lock> class Region {
public:
    explicit Region(Lock& lock) : lock_(lock) { lock_.lock(); }
    ~Region() { lock_.unlock(); }

private:
    Lock& lock_;
};

// The network and the console call this from threads of their own.
class TxPool {
public:
    bool add(const std::string& id, std::uint64_t fee) {
        Region<const Section> region(section_);
        return entries_.emplace(id, fee).second;
    }
    void remove(const std::string& id) {
        Region<const Section> region(section_);
        entries_.erase(id);
    }
    std::size_t size() const {
        return entries_.size();
    }

private:
    Section section_;
    std::unordered_map<std::string, std::uint64_t> entries_;
};
