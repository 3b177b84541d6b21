// CASE: contexts-signal-handler-race
// SOURCE: written for this suite
// EXPECT: jobs RACE
// STD: c++17
// PROVES: design, thread entries: signal handlers
// WHY: the SIGCHLD handler erases while main may be in the middle of an insertion

#include <csignal>
#include <unordered_map>

static std::unordered_map<int, int> jobs;

extern "C" void on_child(int) {
    jobs.erase(jobs.begin(), jobs.end());
}

int main() {
    std::signal(SIGCHLD, on_child);
    for (int pid = 0; pid < 100; ++pid) {
        jobs.emplace(pid, 1);
        if (pid % 10 == 9)
            std::raise(SIGCHLD);
    }
    return jobs.empty() ? 0 : 1;
}
