// CASE: contexts-signal-handler-sets-flag-ok
// SOURCE: written for this suite
// EXPECT: jobs OK
// STD: c++17
// PROVES: design, thread entries: signal handlers
// WHY: the handler only sets a flag, main erases

#include <csignal>
#include <unordered_map>

static std::unordered_map<int, int> jobs;
static volatile std::sig_atomic_t child_died = 0;

extern "C" void on_child(int) {
    child_died = 1;
}

int main() {
    std::signal(SIGCHLD, on_child);
    for (int pid = 0; pid < 100; ++pid) {
        jobs.emplace(pid, 1);
        if (pid % 10 == 9)
            std::raise(SIGCHLD);
        if (child_died) {
            child_died = 0;
            jobs.clear();
        }
    }
    return jobs.empty() ? 0 : 1;
}
