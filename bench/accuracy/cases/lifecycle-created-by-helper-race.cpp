// CASE: lifecycle-created-by-helper-race
// SOURCE: written for this suite
// EXPECT: formats RACE racy-lazy-init
// STD: c++17
// PROVES: checklist MR10: creation on first use
// WHY: the test whether the map is there stands in one function and its creation in another, both without a lock

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

using Formats = std::unordered_map<std::string, int>;
static std::unique_ptr<Formats> formats;
static std::mutex gate;

static void create() {
    formats.reset(new Formats());
    formats->emplace("raw", 1);
}

static Formats& registry() {
    if (!formats)
        create();
    return *formats;
}
int add(const std::string& name) {
    Formats& all = registry();
    std::lock_guard<std::mutex> hold(gate);
    return ++all[name];
}

int main() {
    std::thread first([] { add("png"); });
    std::thread second([] { add("jpeg"); });
    first.join();
    second.join();
}
