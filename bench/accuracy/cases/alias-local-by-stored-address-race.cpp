// CASE: alias-local-by-stored-address-race
// SOURCE: goblint/analyzer 04-mutex/45-escape_rc.c
// EXPECT: esc::service::local RACE
// STD: c++17
// PROVES: issue 3, aliases: references and pointers
// WHY: the address of the local map is published in a global and the logger thread inserts through it while the function goes on

#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace esc {

using Events = std::map<std::string, int>;

Events* sink = nullptr;
std::mutex sinkMutex;

void logger(int n) {
    for (int i = 0; i < n; ++i) {
        std::lock_guard<std::mutex> g(sinkMutex);
        if (sink)
            (*sink)["log" + std::to_string(i)] = i;
    }
}

std::size_t service(int rounds) {
    Events local;
    {
        std::lock_guard<std::mutex> g(sinkMutex);
        sink = &local;
    }
    for (int i = 0; i < rounds; ++i)
        local["svc" + std::to_string(i)] = i;
    std::lock_guard<std::mutex> g(sinkMutex);
    sink = nullptr;
    return local.size();
}

}  // namespace esc

int main() {
    std::thread t(esc::logger, 500);
    std::size_t n = esc::service(500);
    t.join();
    return n < 500;
}
