// CASE: order-semaphore-handover-ok
// SOURCE: written for this suite
// EXPECT: Mailslot::letters OK
// STD: c++20
// PROVES: issue 3, order: latch/barrier/semaphore; boundary: handed over
// WHY: `full` hands the slot to the reader, `empty` hands it back to the writer

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
        slot.full.acquire();
        read += slot.letters.size();
        slot.empty.release();
    }
    t.join();
    return read > 1000;
}
