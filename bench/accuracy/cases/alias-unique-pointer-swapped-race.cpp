// CASE: alias-unique-pointer-swapped-race
// SOURCE: written for this suite
// EXPECT: Settings::current_ RACE
// STD: c++17
// PROVES: issue 3, aliases: smart pointers (a map held by pointer and replaced)
// WHY: the pointer to the map is swapped without a lock

#include <map>
#include <memory>
#include <string>
#include <thread>

class Settings {
public:
    void reload(int generation) {
        auto fresh = std::make_unique<std::map<std::string, int>>();
        fresh->emplace("generation", generation);
        current_.swap(fresh);
    }
    bool has(const std::string& key) {
        return current_->count(key) != 0;
    }

private:
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
