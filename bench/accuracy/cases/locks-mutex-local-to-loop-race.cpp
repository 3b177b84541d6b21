// CASE: locks-mutex-local-to-loop-race
// SOURCE: written for this suite
// EXPECT: histogram::bins RACE
// STD: c++17
// PROVES: issue 3, locks: a mutex local to the loop
// WHY: each round of the loop, in each thread, locks a mutex of its own

#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

std::size_t histogram(const std::vector<int> &samples) {
    std::unordered_map<int, int> bins;
    std::vector<std::thread> crew;
    for (std::size_t part = 0; part < 3; ++part)
        crew.emplace_back([&, part] {
            for (std::size_t i = part; i < samples.size(); i += 3) {
                std::mutex bins_mutex;
                std::lock_guard<std::mutex> lock(bins_mutex);
                ++bins[samples[i] % 257];
            }
        });
    for (auto &t : crew)
        t.join();
    return bins.size();
}

int main() {
    std::vector<int> samples;
    for (int i = 0; i < 6000; ++i)
        samples.push_back(i * 31);
    return histogram(samples) == 257 ? 0 : 1;
}
