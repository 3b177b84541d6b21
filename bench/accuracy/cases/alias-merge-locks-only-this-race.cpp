// CASE: alias-merge-locks-only-this-race
// SOURCE: written for this suite
// EXPECT: Histogram::bins_ RACE
// STD: c++17
// PROVES: issue 3, aliases: another instance's lock does not guard
// WHY: merge() reads the other histogram under its own lock only

#include <map>
#include <mutex>
#include <thread>

class Histogram {
public:
    void add(int value) {
        std::lock_guard<std::mutex> lock(mutex_);
        ++bins_[value / 10];
    }
    void merge(Histogram& other) {
        std::lock_guard<std::mutex> lock(mutex_);
        for (auto& bin : other.bins_)
            bins_[bin.first] += bin.second;
    }

private:
    std::mutex mutex_;
    std::map<int, long> bins_;
};

int main() {
    Histogram total, part;
    std::thread sampler([&part] {
        for (int i = 0; i < 4000; ++i)
            part.add(i);
    });
    for (int i = 0; i < 20; ++i)
        total.merge(part);
    sampler.join();
}
