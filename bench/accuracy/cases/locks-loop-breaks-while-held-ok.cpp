// CASE: locks-loop-breaks-while-held-ok
// SOURCE: written for this suite
// EXPECT: Spooler::queue_ OK
// STD: c++17
// PROVES: issue 3, locks: locks in loops
// WHY: the loop is left holding the lock, which is released after the erase

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
                break;
            }
            mu_.unlock();
            if (++tries == 50)
                return false;
            std::this_thread::yield();
        }
        queue_.erase(id);
        mu_.unlock();
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
