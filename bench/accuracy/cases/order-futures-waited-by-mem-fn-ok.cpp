// CASE: order-futures-waited-by-mem-fn-ok
// SOURCE: written for this suite
// EXPECT: ops::latency OK
// STD: c++17
// PROVES: issue 3, order: fork/join; futures waited for by an algorithm
// WHY: all futures are waited for by for_each with mem_fn(&future::wait)

#include <algorithm>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <vector>
namespace ops {
static std::mutex mu;
static std::map<int, double> latency;
static void ping(int host) {
    for (int i = 0; i < 100; ++i) {
        std::scoped_lock lk(mu);
        latency[host * 100 + i] = i;
    }
}
}
int main() {
    std::vector<std::future<void>> f;
    for (int h = 0; h < 3; ++h)
        f.push_back(std::async(std::launch::async, ops::ping, h));
    std::for_each(f.begin(), f.end(), std::mem_fn(&std::future<void>::wait));
    ops::latency.erase(0);
    return ops::latency.size() == 299 ? 0 : 1;
}
