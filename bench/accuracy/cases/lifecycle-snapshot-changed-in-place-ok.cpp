// CASE: lifecycle-snapshot-changed-in-place-ok
// SOURCE: written for this suite
// EXPECT: Features::current_ OK
// STD: c++17
// PROVES: checklist MR13, boundary: new snapshot published, never mutated
// WHY: a copy is changed and then published

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>

class Features {
public:
    using Map = std::map<std::string, bool>;
    bool isOn(const std::string &name) const {
        std::shared_ptr<Map> map = std::atomic_load(&current_);
        auto found = map->find(name);
        return found != map->end() && found->second;
    }
    void enable(const std::string &name) {
        auto map = std::make_shared<Map>(*std::atomic_load(&current_));
        (*map)[name] = true;
        std::atomic_store(&current_, map);
    }

private:
    std::shared_ptr<Map> current_ = std::make_shared<Map>();
};

int main() {
    Features features;
    std::thread reader([&] {
        for (int i = 0; i < 1000; ++i)
            features.isOn("dark");
    });
    features.enable("dark");
    reader.join();
}
