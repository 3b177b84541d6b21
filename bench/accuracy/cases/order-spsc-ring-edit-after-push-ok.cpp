// CASE: order-spsc-ring-edit-after-push-ok
// SOURCE: written for this suite
// EXPECT: telemetry::Batch::values OK
// STD: c++20
// PROVES: issue 3, order
// WHY: the batch is complete before it is pushed, nobody else touches it after

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace telemetry {

struct Batch {
    std::unordered_map<std::string, double> values;
};

template <class T, std::size_t N>
class SpscRing {
public:
    bool push(T v) {
        const std::size_t t = tail_.load(std::memory_order_relaxed);
        if (t - head_.load(std::memory_order_acquire) == N)
            return false;
        slots_[t % N] = v;
        tail_.store(t + 1, std::memory_order_release);
        return true;
    }
    bool pop(T& v) {
        const std::size_t h = head_.load(std::memory_order_relaxed);
        if (h == tail_.load(std::memory_order_acquire))
            return false;
        v = slots_[h % N];
        head_.store(h + 1, std::memory_order_release);
        return true;
    }

private:
    std::array<T, N> slots_{};
    std::atomic<std::size_t> head_{0};
    std::atomic<std::size_t> tail_{0};
};

SpscRing<Batch*, 8> ring;

void produce() {
    for (int i = 0; i < 300; ++i) {
        auto* b = new Batch;
        b->values["load"] = i;
        b->values["seq"] = i;
        while (!ring.push(b))
            std::this_thread::yield();
    }
}

double consume(std::vector<std::unique_ptr<Batch>>& done) {
    double sum = 0;
    for (int i = 0; i < 300;) {
        Batch* b = nullptr;
        if (!ring.pop(b)) {
            std::this_thread::yield();
            continue;
        }
        for (auto& [k, v] : b->values)
            sum += v;
        done.push_back(std::unique_ptr<Batch>(b));
        ++i;
    }
    return sum;
}

}  // namespace telemetry

int main() {
    std::thread p(telemetry::produce);
    std::vector<std::unique_ptr<telemetry::Batch>> done;
    double s = telemetry::consume(done);
    p.join();
    return s < 0;
}
