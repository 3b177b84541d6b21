// CASE: contexts-member-pointer-table-race
// SOURCE: written for this suite
// EXPECT: shell::Session::env_ RACE
// STD: c++17
// PROVES: design, callables: member pointers
// WHY: commands are called through a table of member pointers; one of them writes without the lock

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace shell {

class Session {
public:
    void execute(int op, const std::string& arg) {
        using Command = void (Session::*)(const std::string&);
        static const Command commands[] = {&Session::set, &Session::unset};
        (this->*commands[op])(arg);
    }

private:
    void set(const std::string& name) {
        std::lock_guard<std::mutex> g(mu_);
        env_[name] = "1";
    }
    void unset(const std::string& name) {
        env_.erase(name);
    }

    std::mutex mu_;
    std::unordered_map<std::string, std::string> env_;
};

}  // namespace shell

int main() {
    shell::Session session;
    std::thread script([&session] {
        for (int i = 0; i < 1000; ++i)
            session.execute(i % 2, "VAR" + std::to_string(i / 2));
    });
    for (int i = 0; i < 1000; ++i)
        session.execute((i + 1) % 2, "VAR" + std::to_string(i / 3));
    script.join();
}
