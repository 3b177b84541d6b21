// CASE: alias-meyers-singleton-ok
// SOURCE: written for this suite
// EXPECT: plugin::Registry::factories_ OK
// STD: c++17
// PROVES: issue 3, aliases: singletons
// WHY: the singleton's methods lock its own mutex; the last read follows the joins

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace plugin {

struct Codec {
    virtual ~Codec() = default;
};

class Registry {
public:
    using Factory = std::function<Codec *()>;

    static Registry &instance() {
        static Registry the_registry;
        return the_registry;
    }
    void add(const std::string &name, Factory make) {
        std::lock_guard<std::mutex> guard(mutex_);
        factories_[name] = std::move(make);
    }
    std::size_t size() const {
        std::lock_guard<std::mutex> guard(mutex_);
        return factories_.size();
    }

private:
    Registry() = default;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Factory> factories_;
};

void load_directory(int number) {
    for (int i = 0; i < 100; ++i)
        Registry::instance().add("codec" + std::to_string(number * 1000 + i), [] { return new Codec; });
}

}  // namespace plugin

int main() {
    std::vector<std::thread> loaders;
    for (int n = 0; n < 3; ++n)
        loaders.push_back(std::thread(plugin::load_directory, n));
    for (std::thread &t : loaders)
        t.join();
    return plugin::Registry::instance().size() == 300 ? 0 : 1;
}
