// CASE: alias-unique-pointer-swapped-ok
// SOURCE: written for this suite
// EXPECT: Settings::current_ OK
// STD: c++17
// PROVES: issue 3, aliases: smart pointers (a map held by pointer and replaced)
// WHY: the pointer to the map is swapped under the lock of its readers

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

class Settings {
public:
    void reload(int generation) {
        auto fresh = std::make_unique<std::map<std::string, int>>();
        fresh->emplace("generation", generation);
        std::lock_guard<std::mutex> hold(gate_);
        current_.swap(fresh);
    }
    bool has(const std::string& key) {
        std::lock_guard<std::mutex> hold(gate_);
        return current_->count(key) != 0;
    }

private:
    std::mutex gate_;
    std::unique_ptr<std::map<std::string, int>> current_ = std::make_unique<std::map<std::string, int>>();
};

int main() {
    Settings settings;
    std::thread other([&settings] {
        for (int i = 0; i < 300; ++i)
            settings.reload(i);
    });
    for (int i = 0; i < 300; ++i)
        settings.has("generation");
    other.join();
}
