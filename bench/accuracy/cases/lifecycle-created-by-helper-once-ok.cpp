// CASE: lifecycle-created-by-helper-once-ok
// SOURCE: written for this suite
// EXPECT: formats OK
// STD: c++17
// PROVES: checklist MR10: creation on first use
// WHY: call_once runs the helper that creates the map

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

using Formats = std::unordered_map<std::string, int>;
static std::unique_ptr<Formats> formats;
static std::mutex gate;
static std::once_flag made;
static void create() {
    formats.reset(new Formats());
    formats->emplace("raw", 1);
}

static Formats& registry() {
    std::call_once(made, create);
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
