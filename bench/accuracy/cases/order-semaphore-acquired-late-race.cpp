// CASE: order-semaphore-acquired-late-race
// SOURCE: written for this suite
// EXPECT: Mailslot::letters RACE
// STD: c++20
// PROVES: issue 3, order: latch/barrier/semaphore; boundary: handed over
// WHY: the reader counts the letters before it acquires the semaphore

#include <semaphore>
#include <string>
#include <thread>
#include <unordered_map>

struct Mailslot {
    std::unordered_map<std::string, int> letters;
    std::binary_semaphore full{0};
    std::binary_semaphore empty{1};
};

static void writer(Mailslot &slot) {
    for (int round = 0; round < 200; ++round) {
        slot.empty.acquire();
        slot.letters.clear();
        for (int i = 0; i < 5; ++i)
            slot.letters.emplace("to" + std::to_string(i), round);
        slot.full.release();
    }
}

int main() {
    Mailslot slot;
    std::thread t(writer, std::ref(slot));
    std::size_t read = 0;
    for (int round = 0; round < 200; ++round) {
        read += slot.letters.size();
        slot.full.acquire();
        slot.empty.release();
    }
    t.join();
    return read > 1000;
}
