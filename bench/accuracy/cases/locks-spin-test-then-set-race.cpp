// CASE: locks-spin-test-then-set-race
// SOURCE: written for this suite
// EXPECT: OrderBook::bids_ RACE
// STD: c++17
// PROVES: design, locks: spin locks on atomic_flag/CAS
// WHY: the home-made lock tests and sets in two steps, so two threads may both pass

#include <atomic>
#include <map>
#include <thread>

class SpinLock {
public:
    void lock() noexcept {
        while (busy_.load(std::memory_order_acquire))
            std::this_thread::yield();
        busy_.store(true, std::memory_order_release);
    }
    void unlock() noexcept { busy_.store(false, std::memory_order_release); }

private:
    std::atomic<bool> busy_{false};
};

class OrderBook {
public:
    void bid(int price, int amount) {
        spin_.lock();
        bids_[price] += amount;
        spin_.unlock();
    }
    void cancel(int price) {
        spin_.lock();
        bids_.erase(price);
        spin_.unlock();
    }

private:
    SpinLock spin_;
    std::map<int, int> bids_;
};

int main() {
    OrderBook book;
    std::thread market([&] {
        for (int i = 0; i < 3000; ++i)
            book.bid(100 + i % 50, 1);
    });
    for (int i = 0; i < 3000; ++i)
        book.cancel(100 + i % 50);
    market.join();
}
