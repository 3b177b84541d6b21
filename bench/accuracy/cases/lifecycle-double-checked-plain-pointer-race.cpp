// CASE: lifecycle-double-checked-plain-pointer-race
// SOURCE: written for this suite
// EXPECT: instance RACE
// STD: c++20
// PROVES: checklist MR10
// WHY: the first check reads a plain pointer that another thread may be writing under the lock

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>

using Keywords = std::map<std::string, int>;

static Keywords* instance = nullptr;
static std::mutex instanceMutex;

const Keywords& keywords() {
    if (instance == nullptr) {
        std::lock_guard<std::mutex> g(instanceMutex);
        if (instance == nullptr) {
            auto* p = new Keywords;
            for (const char* w : {"if", "else", "for", "while"})
                p->emplace(w, static_cast<int>(p->size()));
            instance = p;
        }
    }
    return *instance;
}

int main() {
    auto lex = [] { return keywords().count("for"); };
    std::thread a(lex), b(lex), c(lex);
    a.join();
    b.join();
    c.join();
}
