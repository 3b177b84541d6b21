// CASE: locks-guard-given-back-twice-race
// SOURCE: written for this suite
// EXPECT: Orders::open_ RACE
// STD: c++17
// PROVES: issue 3, locks: RAII classes of the code base itself
// WHY: the guard has been given back and is not taken again where the order is written

#include <mutex>
#include <thread>
#include <unordered_map>

class Scope {
public:
    explicit Scope(std::mutex& mutex) : mutex_(mutex) { take(); }
    ~Scope() { giveBack(); }
    void take() {
        if (!owns_) {
            mutex_.lock();
            owns_ = true;
        }
    }
    void giveBack() {
        if (!owns_)
            return;
        owns_ = false;
        mutex_.unlock();
    }

private:
    std::mutex& mutex_;
    bool owns_ = false;
};

class Orders {
public:
    void update(int id, int amount) {
        Scope scope(mutex_);
        if (open_.count(id))
            return;
        scope.giveBack();
        const int checked = check(amount);
        scope.giveBack();
        open_[id] = checked;
    }
    std::size_t count() {
        Scope scope(mutex_);
        return open_.size();
    }

private:
    static int check(int amount) { return amount < 0 ? 0 : amount; }
    std::mutex mutex_;
    std::unordered_map<int, int> open_;
};

int main() {
    Orders orders;
    std::thread trader([&orders] {
        for (int i = 0; i < 1000; ++i)
            orders.update(i, i);
    });
    for (int i = 0; i < 100; ++i)
        orders.count();
    trader.join();
}
