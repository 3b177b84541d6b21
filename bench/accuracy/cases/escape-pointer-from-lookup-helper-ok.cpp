// CASE: escape-pointer-from-lookup-helper-ok
// SOURCE: written for this suite
// EXPECT: slots OK
// STD: c++17
// PROVES: issue 3, aliases: pointers into elements; rules, MR05
// WHY: the helper returns a pointer to the element; it is followed under the lock that was held for the lookup

#include <map>
#include <mutex>
#include <string>
#include <thread>

struct Slot {
    std::string owner;
    int uses = 0;
};
class Slots : public std::map<int, Slot> {
public:
    Slot* seek(int id) {
        auto found = find(id);
        return found == end() ? nullptr : &found->second;
    }
};
std::mutex gate;
Slots slots;

void put(int id) {
    std::lock_guard<std::mutex> hold(gate);
    slots[id].owner = "nobody";
}
void drop(int id) {
    std::lock_guard<std::mutex> hold(gate);
    slots.erase(id);
}
std::size_t length(int id) {
    std::unique_lock<std::mutex> hold(gate);
    Slot* slot = slots.seek(id);
    std::size_t result = slot ? slot->owner.size() : 0;
    hold.unlock();
    return result;
}

int main() {
    std::thread other([] {
        for (int i = 0; i < 500; ++i) {
            put(i % 7);
            drop((i + 3) % 7);
        }
    });
    std::size_t sum = 0;
    for (int i = 0; i < 500; ++i)
        sum += length(i % 7);
    other.join();
    return sum > 1000000;
}
