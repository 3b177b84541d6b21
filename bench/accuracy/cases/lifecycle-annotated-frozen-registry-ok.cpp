// CASE: lifecycle-annotated-frozen-registry-ok
// SOURCE: written for this suite
// EXPECT: Plugins::byName_ OK
// STD: c++17
// TSAN: blind no two threads: the promise is broken, not the memory
// PROVES: checklist MR09: annotated freeze point
// WHY: all plugins are registered before seal()

#include <map>
#include <string>

class Plugins {
public:
    void add(const std::string &name) { byName_.emplace(name, byName_.size()); }
    void seal() {}
    bool has(const std::string &name) const { return byName_.count(name) != 0; }

private:
    [[clang::annotate("maprace::frozen_after:seal")]] std::map<std::string, std::size_t> byName_;
};

static Plugins plugins;

int main() {
    plugins.add("tcp");
    plugins.add("udp");
    plugins.seal();
    return plugins.has("tcp") ? 0 : 1;
}
