// CASE: order-atomic-flag-early-exit-ok
// SOURCE: written for this suite
// EXPECT: Settings::values OK
// STD: c++17
// PROVES: issue 3, order: release/acquire publication (volatile is none)
// WHY: an atomic bool, sequentially consistent by default, is tested before the map is read

#include <atomic>
#include <string>
#include <thread>
#include <unordered_map>

struct Settings {
    std::unordered_map<std::string, std::string> values;
    std::atomic<bool> ready{false};

    void parse(int lines) {
        for (int i = 0; i < lines; ++i)
            values.emplace("option" + std::to_string(i), "yes");
        ready = true;
    }
    std::string get(const std::string &name) const {
        if (!ready)
            return "default";
        auto it = values.find(name);
        return it == values.end() ? "default" : it->second;
    }
};

int main() {
    Settings settings;
    std::thread parser(&Settings::parse, &settings, 500);
    std::size_t n = 0;
    for (int i = 0; i < 2000; ++i)
        n += settings.get("option3").size();
    parser.join();
    return n == 0;
}
