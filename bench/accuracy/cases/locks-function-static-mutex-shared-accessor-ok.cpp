// CASE: locks-function-static-mutex-shared-accessor-ok
// SOURCE: written for this suite
// EXPECT: users OK
// STD: c++17
// PROVES: issue 3, locks: a function-local static mutex (one per function)
// WHY: both functions get the one static mutex through an accessor

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

static std::unordered_map<int, std::string> users;

static std::mutex &users_mutex() {
    static std::mutex m;
    return m;
}

void add_user(int uid, const char *name) {
    std::lock_guard<std::mutex> lock(users_mutex());
    users.emplace(uid, name);
}

void delete_user(int uid) {
    std::lock_guard<std::mutex> lock(users_mutex());
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
