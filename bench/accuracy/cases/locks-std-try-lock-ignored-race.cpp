// CASE: locks-std-try-lock-ignored-race
// SOURCE: written for this suite
// EXPECT: Side::seats RACE
// STD: c++17
// PROVES: issue 3, locks: try-lock conditions (std::try_lock of several)
// WHY: std::try_lock may fail; only its success adopts, but the swap is done in any case

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

struct Side {
    std::mutex mutex;
    std::unordered_map<int, std::string> seats;
};

bool move_guest(Side& from, Side& to, int seat) {
    bool both = std::try_lock(from.mutex, to.mutex) == -1;
    auto guest = from.seats.find(seat);
    bool found = guest != from.seats.end();
    if (found) {
        to.seats[seat] = guest->second;
        from.seats.erase(guest);
    }
    if (both) {
    from.mutex.unlock();
    to.mutex.unlock();
    }
    return found;
}

int main() {
    Side left, right;
    for (int s = 0; s < 100; ++s)
        left.seats.emplace(s, "guest");
    auto shuffle = [&](Side& a, Side& b) {
        for (int i = 0; i < 2000; ++i)
            i % 2 ? move_guest(a, b, i % 100) : move_guest(b, a, i % 100);
    };
    std::thread one(shuffle, std::ref(left), std::ref(right));
    std::thread two(shuffle, std::ref(right), std::ref(left));
    one.join();
    two.join();
}
