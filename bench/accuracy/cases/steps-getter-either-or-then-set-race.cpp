// CASE: steps-getter-either-or-then-set-race
// SOURCE: godotengine/godot PR 110538 (2025-09-15), ResourceCache::get_ref and a later add in two locked calls
// EXPECT: godot::ResourceCache::resources RACE
// STD: c++17
// PROVES: MR07 across functions
// WHY: two loader threads both find no cached resource in one critical section and both add their own in another, the second replaces the first

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
    static Ref<Resource> get_ref(const std::string& p_path) {
        std::lock_guard<std::mutex> mutex_lock(lock);
        auto res = resources.find(p_path);
        return res == resources.end() ? nullptr : res->second;
    }

    static void set_ref(const Ref<Resource>& p_resource) {
        std::lock_guard<std::mutex> mutex_lock(lock);
        resources[p_resource->get_path()] = p_resource;
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
        Ref<Resource> res = ResourceCache::get_ref(path);
        if (!res) {
            res = std::make_shared<Resource>(path);
            ResourceCache::set_ref(res);
        }
        return res;
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
