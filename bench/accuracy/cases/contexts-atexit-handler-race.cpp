// CASE: contexts-atexit-handler-race
// SOURCE: written for this suite
// EXPECT: stats RACE
// STD: c++17
// PROVES: design, thread entries; order: what runs at exit
// WHY: the handler reads while a detached worker still writes

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <thread>

static std::mutex stats_mu;
static std::map<std::string, long> *stats = new std::map<std::string, long>;

static void print_stats() {
    
    for (auto &s : *stats)
        std::printf("%s %ld\n", s.first.c_str(), s.second);
}

static void work() {
    for (long i = 0;; ++i) {
        std::lock_guard<std::mutex> hold(stats_mu);
        (*stats)["k" + std::to_string(i % 1000)] += i;
    }
}

int main() {
    std::atexit(print_stats);
    std::thread(work).detach();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return 0;
}
