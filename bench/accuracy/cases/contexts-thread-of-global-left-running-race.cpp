// CASE: contexts-thread-of-global-left-running-race
// SOURCE: written for this suite
// EXPECT: seen RACE
// STD: c++17
// PROVES: issue 3, contexts: main and the rest of the program as a context of their own
// WHY: the thread that the constructor of a global starts still runs when main does

#include <map>
#include <string>
#include <thread>

static std::map<std::string, int> seen;

struct Probe {
    explicit Probe(const char* host) {
        worker = std::thread([host] { seen[host] = 1; });
    }
    ~Probe() {
        worker.join();
    }
    std::thread worker;
};

static Probe probe("localhost");

int main() {
    seen["main"] = 2;
    return static_cast<int>(seen.size());
}
