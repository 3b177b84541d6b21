// CASE: locks-guarded-by-honoured-ok
// SOURCE: written for this suite
// EXPECT: telemetry OK
// STD: c++17
// PROVES: issue 3, contexts: annotations of Clang's analysis are facts to check, not to believe blindly
// WHY: no_thread_safety_analysis silences the compiler, which does not see through the unique_lock; the mutex is held

#include <cstdio>
#include <map>
#include <mutex>
#include <string>
#include <thread>

std::mutex telemetry_mutex;
std::map<std::string, long> telemetry __attribute__((guarded_by(telemetry_mutex)));

void bump(const char *what) __attribute__((no_thread_safety_analysis)) {
    std::unique_lock<std::mutex> l(telemetry_mutex);
    telemetry[what] += 1;
}

void dump() __attribute__((no_thread_safety_analysis)) {
    std::unique_lock<std::mutex> l(telemetry_mutex);
    for (auto &t : telemetry)
        std::printf("%s %ld\n", t.first.c_str(), t.second);
}

int main() {
    std::thread t([] {
        for (int i = 0; i < 500; ++i)
            bump(("k" + std::to_string(i)).c_str());
    });
    for (int i = 0; i < 20; ++i)
        dump();
    t.join();
}
