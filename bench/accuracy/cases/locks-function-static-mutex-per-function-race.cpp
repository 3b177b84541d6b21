// CASE: locks-function-static-mutex-per-function-race
// SOURCE: written for this suite
// EXPECT: users RACE inconsistent-guard
// STD: c++17
// PROVES: issue 3, locks: a function-local static mutex (one per function)
// WHY: both functions lock a static mutex, but each has one of its own

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

static std::unordered_map<int, std::string> users;

void add_user(int uid, const char *name) {
    static std::mutex m;
    std::lock_guard<std::mutex> lock(m);
    users.emplace(uid, name);
}

void delete_user(int uid) {
    static std::mutex m;
    std::lock_guard<std::mutex> lock(m);
    users.erase(uid);
}

int main() {
    std::thread adder([] {
        for (int i = 0; i < 1000; ++i)
            add_user(i, "somebody");
    });
    std::thread remover([] {
        for (int i = 0; i < 1000; ++i)
            delete_user(i);
    });
    adder.join();
    remover.join();
}
