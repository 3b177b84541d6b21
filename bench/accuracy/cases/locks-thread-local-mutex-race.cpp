// CASE: locks-thread-local-mutex-race
// SOURCE: written for this suite
// EXPECT: interned RACE
// STD: c++17
// PROVES: issue 3, locks: locks that are not the same object (a mutex in each worker)
// WHY: the mutex is thread_local, so each thread locks its own

#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>

static std::unordered_set<std::string> interned;

const char* intern(const std::string& s) {
    thread_local std::mutex guard;
    std::lock_guard<std::mutex> lock(guard);
    interned.insert(s);
    return "";
}

int main() {
    auto lex = [](int from) {
        for (int i = from; i < from + 1000; ++i)
            intern("identifier" + std::to_string(i));
    };
    std::thread a(lex, 0), b(lex, 300);
    a.join();
    b.join();
}
