// CASE: contexts-signal-handler-sets-flag-ok
// SOURCE: written for this suite
// EXPECT: jobs OK
// STD: c++17
// TSAN: blind nobody sends the signal
// PROVES: design, thread entries: signal handlers
// WHY: the handler only sets a flag, main clears the table

#include <csignal>
#include <cstdio>
#include <unordered_map>

static std::unordered_map<int, int> jobs;
static volatile std::sig_atomic_t asked_to_stop = 0;

extern "C" void on_interrupt(int) {
    asked_to_stop = 1;
}

int main() {
    std::signal(SIGINT, on_interrupt);
    int pid = 0;
    while (std::getchar() != EOF) {
        jobs.emplace(pid, 1);
        if (++pid % 10 == 0)
            jobs.erase(pid - 10);
        if (asked_to_stop) {
            jobs.clear();
            asked_to_stop = 0;
        }
    }
    return jobs.empty() ? 0 : 1;
}
