// CASE: contexts-table-of-member-pointers-race
// SOURCE: written for this suite
// EXPECT: shell::Jobs::table_ RACE
// STD: c++17
// PROVES: issue 3, thread contexts: callables in a table, called by several threads
// WHY: handlers reached only through a table of member pointers run on two threads

#include <map>
#include <string>
#include <thread>
namespace shell {
class Jobs {
public:
    using Handler = void (Jobs::*)(int);
    void dispatch(char op, int arg) {
        for (const auto& e : kTable)
            if (e.op == op)
                (this->*e.fn)(arg);
    }
private:
    struct Entry {
        char op;
        Handler fn;
    };
    void add(int id) { table_[id] = "job"; }
    void kill(int id) { table_.erase(id); }
    static const Entry kTable[2];
    std::map<int, std::string> table_;
};
const Jobs::Entry Jobs::kTable[2] = {{'a', &Jobs::add}, {'k', &Jobs::kill}};
}
int main() {
    shell::Jobs jobs;
    std::thread a([&] { for (int i = 0; i < 500; ++i) jobs.dispatch('a', i); });
    std::thread k([&] { for (int i = 0; i < 500; ++i) jobs.dispatch('k', i); });
    a.join();
    k.join();
}
