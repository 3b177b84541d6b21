// CASE: locks-unique-ptr-guard-reset-race
// SOURCE: written for this suite
// EXPECT: Archive::entries RACE
// STD: c++17
// PROVES: issue 3, locks: guards stored behind a smart pointer, released before the access
// WHY: reset() destroys the guard that the unique_ptr held, the erase comes after it

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

struct Archive {
    std::mutex mutex;
    std::unordered_map<std::string, long> entries;
};

void repack(Archive& archive, const std::string& name, long size) {
    auto guard = std::make_unique<std::lock_guard<std::mutex>>(archive.mutex);
    archive.entries[name] = size;
    guard.reset();
    if (size % 5 == 0)
        archive.entries.erase(name);
}

int main() {
    auto archive = std::make_unique<Archive>();
    auto pack = [a = archive.get()](int start) {
        for (int i = start; i < start + 700; ++i)
            repack(*a, "e" + std::to_string(i), i);
    };
    std::thread one(pack, 0), two(pack, 350);
    one.join();
    two.join();
}
