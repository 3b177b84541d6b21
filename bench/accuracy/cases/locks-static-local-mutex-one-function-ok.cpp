// CASE: locks-static-local-mutex-one-function-ok
// SOURCE: written for this suite
// EXPECT: interned OK
// STD: c++17
// PROVES: issue 3, locks: locks that are not the same object (a mutex in each worker)
// WHY: the static mutex of the only function that touches the set is one for all threads

#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>

static std::unordered_set<std::string> interned;

const char* intern(const std::string& s) {
    static std::mutex guard;
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
