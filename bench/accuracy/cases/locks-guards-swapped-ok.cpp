// CASE: locks-guards-swapped-ok
// SOURCE: written for this suite
// EXPECT: Scales::left_ OK
// STD: c++17
// PROVES: issue 3, locks: unique_lock incl. moves
// WHY: the guards have changed places: the one that is unlocked holds the other lock

#include <map>
#include <mutex>
#include <thread>
#include <utility>

class Scales {
public:
    void move(int weight) {
        std::unique_lock<std::mutex> left(leftGate_);
        std::unique_lock<std::mutex> right(rightGate_);
        right_[weight] = 1;
        std::swap(left, right);
        left.unlock();
        left_.erase(weight);
    }
    void put(int weight) {
        std::lock_guard<std::mutex> hold(leftGate_);
        left_[weight] = 1;
    }

private:
    std::mutex leftGate_, rightGate_;
    std::map<int, int> left_, right_;
};

int main() {
    Scales scales;
    std::thread other([&scales] {
        for (int i = 0; i < 300; ++i)
            scales.move(i);
    });
    for (int i = 0; i < 300; ++i)
        scales.put(i);
    other.join();
}
