// CASE: lifecycle-double-checked-plain-pointer-ok
// SOURCE: written for this suite
// EXPECT: instance OK
// STD: c++20
// PROVES: checklist MR10
// WHY: the pointer is atomic, stored with release and loaded with acquire

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>

using Keywords = std::map<std::string, int>;

static std::atomic<Keywords*> instance{nullptr};
static std::mutex instanceMutex;

const Keywords& keywords() {
    Keywords* p = instance.load(std::memory_order_acquire);
    if (p == nullptr) {
        std::lock_guard<std::mutex> g(instanceMutex);
        p = instance.load(std::memory_order_relaxed);
        if (p == nullptr) {
            p = new Keywords;
            for (const char* w : {"if", "else", "for", "while"})
                p->emplace(w, static_cast<int>(p->size()));
            instance.store(p, std::memory_order_release);
        }
    }
    return *p;
}

int main() {
    auto lex = [] { return keywords().count("for"); };
    std::thread a(lex), b(lex), c(lex);
    a.join();
    b.join();
    c.join();
}
