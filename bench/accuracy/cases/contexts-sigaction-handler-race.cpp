// CASE: contexts-sigaction-handler-race
// SOURCE: written for this suite
// EXPECT: live RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: signal handlers
// WHY: the handler named in struct sigaction clears the table while main may be in the middle of an insertion

#include <csignal>
#include <cstdio>
#include <cstring>
#include <unordered_map>

static std::unordered_map<int, int> live;
static volatile std::sig_atomic_t reaped = 0;

static void on_child(int) {
    reaped = reaped + 1;
    live.clear();
}

int main() {
    struct sigaction action;
    std::memset(&action, 0, sizeof action);
    action.sa_handler = on_child;
    sigaction(SIGCHLD, &action, nullptr);
    int pid = 0;
    while (std::getchar() != EOF) {
        live.emplace(pid++, 1);
    }
    return live.empty() ? 0 : 1;
}
