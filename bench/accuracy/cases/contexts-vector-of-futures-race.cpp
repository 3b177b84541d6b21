// CASE: contexts-vector-of-futures-race
// SOURCE: written for this suite
// EXPECT: main::answers RACE
// STD: c++17
// PROVES: issue 3, contexts: multiplicity (async in a loop); order: future
// WHY: every task of the loop writes the map itself

#include <future>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

static std::string ask(int server) {
    std::string reply;
    for (int i = 0; i < 200; ++i)
        reply += static_cast<char>('a' + (server + i) % 26);
    return reply;
}

int main() {
    std::unordered_map<int, std::string> answers;
    std::vector<std::future<void>> pending;
    for (int server = 0; server < 16; ++server)
        pending.push_back(std::async(std::launch::async, [&answers, server] { answers[server] = ask(server); }));
    for (auto& p : pending)
        p.get();
    return answers.size() == 16 ? 0 : 1;
}
