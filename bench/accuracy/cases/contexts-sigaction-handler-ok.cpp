// CASE: contexts-sigaction-handler-ok
// SOURCE: written for this suite
// EXPECT: live OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: signal handlers
// WHY: the handler only counts; main clears the table itself

#include <csignal>
#include <cstdio>
#include <cstring>
#include <unordered_map>

static std::unordered_map<int, int> live;
static volatile std::sig_atomic_t reaped = 0;

static void on_child(int) {
    reaped = reaped + 1;
}

int main() {
    struct sigaction action;
    std::memset(&action, 0, sizeof action);
    action.sa_handler = on_child;
    sigaction(SIGCHLD, &action, nullptr);
    int pid = 0;
    while (std::getchar() != EOF) {
        live.emplace(pid++, 1);
        if (reaped) live.clear();
    }
    return live.empty() ? 0 : 1;
}
