// CASE: locks-cas-spin-own-class-ok
// SOURCE: written for this suite
// EXPECT: Quotas::used_ OK
// STD: c++20
// PROVES: issue 3, locks
// WHY: consume() returns when the bounded CAS lock gave up

#include <atomic>
#include <string>
#include <thread>
#include <unordered_map>

class BoundedSpin {
public:
    bool acquire(int rounds) {
        for (int i = 0; i < rounds; ++i) {
            int expected = 0;
            if (state_.compare_exchange_weak(expected, 1, std::memory_order_acquire, std::memory_order_relaxed))
                return true;
        }
        return false;
    }
    void release() { state_.store(0, std::memory_order_release); }

private:
    std::atomic<int> state_{0};
};

class Quotas {
public:
    bool consume(const std::string& tenant, long n) {
        if (!lock_.acquire(64))
            return false;
        long& u = used_[tenant];
        u += n;
        lock_.release();
        return true;
    }

private:
    BoundedSpin lock_;
    std::unordered_map<std::string, long> used_;
};

int main() {
    static Quotas q;
    auto tenant = [](int id) {
        for (int i = 0; i < 5000; ++i)
            q.consume("t" + std::to_string(id * 1000 + i % 100), 1);
    };
    std::thread a(tenant, 1), b(tenant, 2);
    a.join();
    b.join();
}
