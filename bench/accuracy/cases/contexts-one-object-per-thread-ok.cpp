// CASE: contexts-one-object-per-thread-ok
// SOURCE: written for this suite
// EXPECT: Parser::symbols_ OK
// STD: c++17
// PROVES: design, same object? two different instances do not conflict
// WHY: each thread makes its own parser

#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

class Parser {
public:
    std::size_t parse(const std::string& text) {
        for (std::size_t i = 0; i + 3 < text.size(); ++i)
            ++symbols_[text.substr(i, 3)];
        return symbols_.size();
    }

private:
    std::unordered_map<std::string, int> symbols_;
};

int main() {
    const std::vector<std::string> files{std::string(500, 'a') + "bcdefg", std::string(400, 'x') + "yzyzyz", "abcabcabcabcabc"};
    std::vector<std::thread> threads;
    for (auto& f : files)
        threads.emplace_back([&f] {
            Parser parser;
            parser.parse(f);
        });
    for (auto& t : threads)
        t.join();
}
