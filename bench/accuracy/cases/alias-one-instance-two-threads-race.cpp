// CASE: alias-one-instance-two-threads-race
// SOURCE: written for this suite
// EXPECT: Memo::values_ RACE
// STD: c++17
// PROVES: issue 3, aliases: two instances do not conflict
// WHY: the thread and main use the same memo

#include <thread>
#include <unordered_map>

class Memo {
public:
    unsigned long fib(unsigned n) {
        if (n < 2)
            return n;
        auto known = values_.find(n);
        if (known != values_.end())
            return known->second;
        unsigned long v = fib(n - 1) + fib(n - 2);
        values_.emplace(n, v);
        return v;
    }

private:
    std::unordered_map<unsigned, unsigned long> values_;
};

int main() {
    Memo first, second;
    std::thread t([&first] {
        for (unsigned i = 0; i < 80; ++i)
            first.fib(i);
    });
    for (unsigned i = 80; i > 0; --i)
        first.fib(i);
    t.join();
    return second.fib(1) == 1 ? 0 : 1;
}
