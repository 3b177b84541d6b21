// CASE: order-destructor-reads-before-join-race
// SOURCE: written for this suite
// EXPECT: Profiler::samples_ RACE
// STD: c++17
// PROVES: issue 3, order: constructor/destructor phases (joined in the destructor)
// WHY: the destructor writes its report before it joins the sampling thread

#include <atomic>
#include <cstdio>
#include <map>
#include <string>
#include <thread>

class Profiler {
public:
    Profiler() : thread_([this] { sample(); }) {}
    ~Profiler() {
        stop_ = true;
        report();
        thread_.join();
    }

private:
    void sample() {
        for (int i = 0; !stop_ || i < 100; ++i)
            ++samples_["function" + std::to_string(i % 50)];
    }
    void report() const {
        for (const auto& s : samples_)
            std::printf("%s %d\n", s.first.c_str(), s.second);
    }
    std::atomic<bool> stop_{false};
    std::map<std::string, int> samples_;
    std::thread thread_;
};

int main() { Profiler p; }
