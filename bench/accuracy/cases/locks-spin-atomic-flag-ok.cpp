// CASE: locks-spin-atomic-flag-ok
// SOURCE: written for this suite
// EXPECT: OrderBook::bids_ OK
// STD: c++17
// PROVES: design, locks: spin locks on atomic_flag/CAS
// WHY: test_and_set(acquire) and clear(release) make a correct spin lock

#include <atomic>
#include <map>
#include <thread>

class SpinLock {
public:
    void lock() noexcept {
        while (busy_.test_and_set(std::memory_order_acquire))
            std::this_thread::yield();
    }
    void unlock() noexcept { busy_.clear(std::memory_order_release); }

private:
    std::atomic_flag busy_ = ATOMIC_FLAG_INIT;
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
