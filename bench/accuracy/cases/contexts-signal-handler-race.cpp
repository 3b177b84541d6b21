// CASE: contexts-signal-handler-race
// SOURCE: written for this suite
// EXPECT: jobs RACE
// STD: c++17
// TSAN: blind nobody sends the signal
// PROVES: design, thread entries: signal handlers
// WHY: the handler clears the table while main may be in the middle of an insertion

#include <csignal>
#include <cstdio>
#include <unordered_map>

static std::unordered_map<int, int> jobs;

extern "C" void on_interrupt(int) {
    jobs.clear();
}

int main() {
    std::signal(SIGINT, on_interrupt);
    int pid = 0;
    while (std::getchar() != EOF) {
        jobs.emplace(pid, 1);
        if (++pid % 10 == 0)
            jobs.erase(pid - 10);
    }
    return jobs.empty() ? 0 : 1;
}
