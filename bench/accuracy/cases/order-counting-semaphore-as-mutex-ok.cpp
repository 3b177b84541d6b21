// CASE: order-counting-semaphore-as-mutex-ok
// SOURCE: written for this suite
// EXPECT: Store::items_ OK
// STD: c++20
// PROVES: issue 3, order: semaphore (as a lock: only with one permit)
// WHY: the constructor gives the semaphore one permit

#include <semaphore>
#include <string>
#include <thread>
#include <unordered_map>

class Store {
public:
    Store() : permits_(1) {}
    void put(const std::string &item) {
        permits_.acquire();
        ++items_[item];
        permits_.release();
    }

private:
    std::counting_semaphore<> permits_;
    std::unordered_map<std::string, int> items_;
};

int main() {
    Store store;
    auto fill = [&store](int from) {
        for (int i = 0; i < 500; ++i)
            store.put("item" + std::to_string(from + i));
    };
    std::thread first(fill, 0), second(fill, 250);
    first.join();
    second.join();
}
