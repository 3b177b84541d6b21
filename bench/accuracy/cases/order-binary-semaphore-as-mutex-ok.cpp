// CASE: order-binary-semaphore-as-mutex-ok
// SOURCE: written for this suite
// EXPECT: gpu::Residency::pages_ OK
// STD: c++20
// PROVES: issue 3, order: semaphore (as a lock: only with one permit)
// WHY: the semaphore has one permit and lets one thread in

#include <semaphore>
#include <thread>
#include <unordered_map>
#include <vector>

namespace gpu {

class Residency {
public:
    void touch(int page) {
        slots_.acquire();
        ++pages_[page];
        if (pages_.size() > 64)
            pages_.erase(pages_.begin());
        slots_.release();
    }

private:
    std::binary_semaphore slots_{1};
    std::unordered_map<int, int> pages_;
};

}  // namespace gpu

int main() {
    gpu::Residency residency;
    std::vector<std::jthread> streams;
    for (int s = 0; s < 3; ++s)
        streams.emplace_back([&residency, s] {
            for (int i = 0; i < 1500; ++i)
                residency.touch(i * (s + 1) % 200);
        });
}
