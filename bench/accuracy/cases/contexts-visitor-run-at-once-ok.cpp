// CASE: contexts-visitor-run-at-once-ok
// SOURCE: written for this suite
// EXPECT: main::sizes OK
// STD: c++17
// PROVES: design: unknown code and callables; a synchronous visitor is not an entry
// WHY: walk() calls the visitor before it returns; the walker thread never sees it

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <thread>

class Walker {
public:
    using Visitor = std::function<void(const std::string&, int)>;

    ~Walker() {
        if (thread_.joinable())
            thread_.join();
    }
    void walk(const Visitor& visit) {
        thread_ = std::thread([this] { ++walks_; });
        for (int i = 0; i < 1000; ++i)
            visit("file" + std::to_string(i), i);
    }

private:
    Visitor visitor_;
    std::atomic<int> walks_{0};
    std::thread thread_;
};

int main() {
    std::map<std::string, int> sizes;
    Walker walker;
    walker.walk([&sizes](const std::string& name, int bytes) { sizes[name] = bytes; });
    long total = 0;
    for (const auto& s : sizes)
        total += s.second;
    return total < 0;
}
