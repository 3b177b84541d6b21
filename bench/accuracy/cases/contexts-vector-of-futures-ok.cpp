// CASE: contexts-vector-of-futures-ok
// SOURCE: written for this suite
// EXPECT: main::answers OK
// STD: c++17
// PROVES: issue 3, contexts: multiplicity (async in a loop); order: future
// WHY: every task returns its answer, main enters it into the map

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
    std::vector<std::future<std::pair<int, std::string>>> pending;
    for (int server = 0; server < 16; ++server)
        pending.push_back(std::async(std::launch::async, [server] { return std::make_pair(server, ask(server)); }));
    for (auto& p : pending)
        answers.insert(p.get());
    return answers.size() == 16 ? 0 : 1;
}
