// CASE: steps-getter-either-or-then-set-ok
// SOURCE: godotengine/godot PR 110538 (2025-09-15), ResourceCache::get_ref and a later add in two locked calls
// EXPECT: godot::ResourceCache::resources OK
// STD: c++17
// PROVES: MR07 across functions
// WHY: get_ref_or_create looks up and inserts in one critical section

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace godot {

class Resource {
public:
    explicit Resource(std::string path) : path_cache(std::move(path)) {}
    const std::string& get_path() const { return path_cache; }

private:
    const std::string path_cache;
};

template <class T>
using Ref = std::shared_ptr<T>;

class ResourceCache {
public:
    static Ref<Resource> get_ref_or_create(const std::string& p_path, const std::function<Ref<Resource>()>& p_create) {
        std::lock_guard<std::mutex> mutex_lock(lock);
        auto& res = resources[p_path];
        if (!res)
            res = p_create();
        return res;
    }

    static int get_cached_resource_count() {
        std::lock_guard<std::mutex> mutex_lock(lock);
        return static_cast<int>(resources.size());
    }

private:
    static inline std::mutex lock;
    static inline std::unordered_map<std::string, Ref<Resource>> resources;
};

// Loads one text scene and the resources it embeds.
class ResourceLoaderText {
public:
    Ref<Resource> load(const std::string& p_path) {
        for (int sub = 0; sub < 3; ++sub)
            int_resources.push_back(load_internal(p_path + "::" + std::to_string(sub)));
        return load_internal(p_path);
    }

private:
    static Ref<Resource> load_internal(const std::string& path) {
        return ResourceCache::get_ref_or_create(path, [&path] { return std::make_shared<Resource>(path); });
    }

    std::vector<Ref<Resource>> int_resources;
};

}  // namespace godot

int main() {
    std::vector<std::thread> load_tasks;
    for (int t = 0; t < 3; ++t)
        load_tasks.emplace_back([] {
            for (int i = 0; i < 100; ++i) {
                godot::ResourceLoaderText loader;
                loader.load("res://level_" + std::to_string(i % 20) + ".tscn");
            }
        });
    for (auto& task : load_tasks)
        task.join();
    return godot::ResourceCache::get_cached_resource_count() == 80 ? 0 : 1;
}
