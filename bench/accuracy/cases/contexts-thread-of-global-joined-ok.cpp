// CASE: contexts-thread-of-global-joined-ok
// SOURCE: written for this suite
// EXPECT: seen OK
// STD: c++17
// PROVES: issue 3, contexts: main and the rest of the program as a context of their own
// WHY: the constructor of a global waits for the thread that it starts, before main begins

#include <map>
#include <string>
#include <thread>

static std::map<std::string, int> seen;

struct Probe {
    explicit Probe(const char* host) {
        worker = std::thread([host] { seen[host] = 1; });
        worker.join();
    }
    ~Probe() {
    }
    std::thread worker;
};

static Probe probe("localhost");

int main() {
    seen["main"] = 2;
    return static_cast<int>(seen.size());
}
