// CASE: locks-loop-breaks-after-unlock-race
// SOURCE: written for this suite
// EXPECT: Spooler::queue_ RACE
// STD: c++17
// PROVES: issue 3, locks: locks in loops
// WHY: the loop is left through the branch that has already unlocked, and the erase follows it

#include <map>
#include <mutex>
#include <thread>

class Spooler {
public:
    void put(int id, int pages) {
        std::lock_guard<std::mutex> l(mu_);
        queue_[id] = pages;
    }

    bool printOne() {
        int tries = 0;
        int id = 0;
        for (;;) {
            mu_.lock();
            if (!queue_.empty()) {
                id = queue_.begin()->first;
                mu_.unlock();
                break;
            }
            mu_.unlock();
            if (++tries == 50)
                return false;
            std::this_thread::yield();
        }
        queue_.erase(id);
        return true;
    }

private:
    std::mutex mu_;
    std::map<int, int> queue_;
};

int main() {
    Spooler spooler;
    std::thread printer([&spooler] {
        for (int i = 0; i < 1000; ++i)
            spooler.printOne();
    });
    for (int i = 0; i < 1000; ++i)
        spooler.put(i, i % 9 + 1);
    printer.join();
}
