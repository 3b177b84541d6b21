// CASE: locks-guard-flag-set-in-body-race
// SOURCE: written for this suite
// EXPECT: Names::byId_ RACE
// STD: c++17
// PROVES: issue 3, locks: lock only under a condition
// WHY: rename() makes the guard without locking and has no lock

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Gate {
public:
    void enter() { inner_.lock(); }
    void leave() { inner_.unlock(); }

private:
    std::mutex inner_;
};

class Pass {
public:
    Pass(Gate& gate, bool needed) : gate_(gate) {
        needed_ = needed;
        if (needed_)
            gate_.enter();
    }
    ~Pass() {
        if (needed_)
            gate_.leave();
    }

private:
    Gate& gate_;
    bool needed_;
};

class Names {
public:
    void set(int id, const std::string& name, bool needed = true) {
        Pass pass(gate_, needed);
        byId_[id] = name;
    }
    void rename(int id, const std::string& name) {
        byId_.erase(id);
        set(id + 1, name, false);
    }

private:
    Gate gate_;
    std::unordered_map<int, std::string> byId_;
};

int main() {
    Names names;
    std::thread other([&names] {
        for (int i = 0; i < 100; ++i)
            names.set(i, "other");
    });
    for (int i = 0; i < 100; ++i)
        names.rename(i, "renamed");
    other.join();
}
