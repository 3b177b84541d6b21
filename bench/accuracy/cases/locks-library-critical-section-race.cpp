// CASE: locks-library-critical-section-race
// SOURCE: written for this suite
// EXPECT: symbols RACE
// STD: c++17
// TSAN: blind a library that is declared only
// PROVES: issue 3, locks: RAII classes of the code base itself
// WHY: the guard's block ends before the second write

#include <map>
#include <thread>

class CriticalSection {
public:
    CriticalSection();
    ~CriticalSection();
    void Enter();
    void Leave();

private:
    void* impl_;
};
class AutoCritical {
public:
    explicit AutoCritical(CriticalSection& section);
    ~AutoCritical();

private:
    CriticalSection& section_;
};

static CriticalSection section;
static std::map<int, int> symbols;

static void intern(int k) {
    {
        AutoCritical guard(section);
        symbols[k] = k;
    }
    symbols.erase(k - 1);
}
static void drop(int k) {
    section.Enter();
    symbols.erase(k);
    section.Leave();
}
int main() {
    std::thread a(intern, 1), b(intern, 2), c(drop, 1);
    a.join();
    b.join();
    c.join();
}
