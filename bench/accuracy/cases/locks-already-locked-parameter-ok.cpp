// CASE: locks-already-locked-parameter-ok
// SOURCE: written for this suite
// EXPECT: SymbolTable::ids_ OK
// STD: c++17
// PROVES: issue 3, locks: lock only under a condition
// WHY: who says that it is locked already has locked

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class SymbolTable {
public:
    int intern(const std::string &name, bool locked) {
        if (!locked)
            mu_.lock();
        int id = static_cast<int>(ids_.size());
        id = ids_.emplace(name, id).first->second;
        if (!locked)
            mu_.unlock();
        return id;
    }
    void internAll(const std::string *names, int n) {
        std::lock_guard<std::mutex> hold(mu_);
        for (int i = 0; i < n; ++i)
            intern(names[i], true);
    }

private:
    std::mutex mu_;
    std::unordered_map<std::string, int> ids_;
};

static SymbolTable symbols;

static void parse() {
    for (int i = 0; i < 500; ++i)
        symbols.intern("p" + std::to_string(i), false);
}

static void preload() {
    for (int i = 0; i < 500; ++i) {
        std::string names[] = {"q" + std::to_string(i), "r" + std::to_string(i)};
        symbols.internAll(names, 2);
    }
}

int main() {
    std::thread a(parse), b(preload);
    a.join();
    b.join();
}
