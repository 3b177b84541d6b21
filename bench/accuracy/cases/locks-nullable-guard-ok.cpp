// CASE: locks-nullable-guard-ok
// SOURCE: written for this suite
// EXPECT: Pool::idle_ OK
// STD: c++17
// PROVES: issue 3, locks: guards passed by reference
// WHY: the helper locks itself unless it is given a guard

#include <mutex>
#include <thread>
#include <unordered_map>

class Pool {
public:
    void put(int id, int socket, std::unique_lock<std::mutex> *held = nullptr) {
        std::unique_lock<std::mutex> own;
        if (!held)
            own = std::unique_lock<std::mutex>(mu_);
        idle_[id] = socket;
    }
    void refill(int n) {
        std::unique_lock<std::mutex> lock(mu_);
        
        for (int i = 0; i < n; ++i)
            put(i, i + 3, &lock);
    }

private:
    std::mutex mu_;
    std::unordered_map<int, int> idle_;
};

int main() {
    Pool pool;
    std::thread a([&] {
        for (int i = 0; i < 500; ++i)
            pool.put(i, i);
    });
    for (int i = 0; i < 500; ++i)
        pool.refill(3);
    a.join();
}
