// CASE: alias-shared-ptr-in-two-owners-race
// SOURCE: written for this suite
// EXPECT: State::vars RACE
// STD: c++17
// PROVES: issue 3, aliases: smart pointers
// WHY: script and console hold the same state by shared_ptr; the console does not lock

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

struct State {
    std::mutex mutex;
    std::unordered_map<std::string, double> vars;
};

class Script {
public:
    explicit Script(std::shared_ptr<State> s) : state_(std::move(s)) {}
    void run() {
        for (int i = 0; i < 1000; ++i) {
            std::lock_guard<std::mutex> lock(state_->mutex);
            state_->vars["x" + std::to_string(i % 100)] = i;
        }
    }

private:
    std::shared_ptr<State> state_;
};

class Console {
public:
    explicit Console(std::shared_ptr<State> s) : state_(std::move(s)) {}
    void unset(const std::string& name) {
        state_->vars.erase(name);
    }

private:
    std::shared_ptr<State> state_;
};

int main() {
    auto state = std::make_shared<State>();
    Script script(state);
    Console console(state);
    std::thread interpreter(&Script::run, &script);
    for (int i = 0; i < 1000; ++i)
        console.unset("x" + std::to_string(i % 100));
    interpreter.join();
}
