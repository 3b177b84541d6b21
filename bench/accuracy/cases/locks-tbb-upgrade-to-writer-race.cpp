// CASE: locks-tbb-upgrade-to-writer-race
// SOURCE: written for this suite
// EXPECT: Symbols::ids_ RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, locks: TBB
// WHY: the reader lock is never upgraded before the insertion

#include <string>
#include <thread>
#include <unordered_map>

// As declared by oneapi/tbb/spin_rw_mutex.h.
namespace tbb {
class spin_rw_mutex {
public:
    class scoped_lock {
    public:
        scoped_lock(spin_rw_mutex &m, bool write = true);
        ~scoped_lock();
        bool upgrade_to_writer();
        bool downgrade_to_reader();
    };
};
}  // namespace tbb

class Symbols {
public:
    int id(const std::string &name) {
        tbb::spin_rw_mutex::scoped_lock lock(mutex_, false);
        auto it = ids_.find(name);
        if (it != ids_.end())
            return it->second;
        return ids_.emplace(name, static_cast<int>(ids_.size())).first->second;
    }

private:
    tbb::spin_rw_mutex mutex_;
    std::unordered_map<std::string, int> ids_;
};

int main() {
    Symbols symbols;
    std::thread other([&symbols] {
        for (int i = 0; i < 100; ++i)
            symbols.id("a" + std::to_string(i));
    });
    int sum = 0;
    for (int i = 0; i < 100; ++i)
        sum += symbols.id("b" + std::to_string(i));
    other.join();
    return sum == 1;
}
