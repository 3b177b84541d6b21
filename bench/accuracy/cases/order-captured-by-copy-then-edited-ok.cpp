// CASE: order-captured-by-copy-then-edited-ok
// SOURCE: written for this suite
// EXPECT: main::config OK
// STD: c++17
// PROVES: design, callables: lambdas (what they capture, by value or reference)
// WHY: the closure has a copy of its own

#include <future>
#include <map>
#include <string>

int main() {
    std::map<std::string, std::string> config;
    for (int i = 0; i < 200; ++i)
        config["key" + std::to_string(i)] = "value";
    auto check = std::async(std::launch::async, [config] {
        int bad = 0;
        for (int i = 0; i < 400; ++i)
            bad += config.find("key" + std::to_string(i)) == config.end();
        return bad;
    });
    config["late"] = "value";
    config.erase("key0");
    return check.get() >= 200 ? 0 : 1;
}
